/**
 * Spark without language: the session, tasks with progress, merges. What is mapped over executors
 * comes from the packages beside and below.
 */
package dev.perplex.cluster;
