/**
 * The report for other programs: a text file that Prometheus's node exporter collects, and the
 * files of an MLflow run. Both hold numbers of {@code report.json} and the run's record, and no
 * others.
 */
package dev.perplex.report.machine;
