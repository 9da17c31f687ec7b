/**
 * The stages as Spark applications: each composes the packages below into settings, inputs and
 * outputs of one artefact; {@link dev.perplex.job.Run} decides what must be made, records it and
 * publishes it.
 */
package dev.perplex.job;
