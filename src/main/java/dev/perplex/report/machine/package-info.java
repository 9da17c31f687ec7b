/**
 * The report for other programs: a text file that Prometheus's node exporter collects, the files of
 * an MLflow run, and a run's events of OpenLineage. They hold what {@code report.json} and the
 * run's record say, and nothing else.
 */
package dev.perplex.report.machine;
