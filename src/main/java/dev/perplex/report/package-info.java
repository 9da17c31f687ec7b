/**
 * What a run reports: {@code report.json}, whose schema is {@code report.schema.json}, and the page
 * made of it. Every number of the page is in the JSON.
 */
package dev.perplex.report;
