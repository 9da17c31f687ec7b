/**
 * What people see: a run's report, the history of a pipeline and the comparison of two runs, each
 * one HTML file that opens offline. The drawings in a page stand without scripts; its script puts
 * charts that answer to the pointer in their place.
 */
package dev.perplex.report.page;
