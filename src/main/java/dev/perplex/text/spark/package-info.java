/**
 * The distributed half of {@link dev.perplex.text}: sources read, de-duplicated, split and
 * tokenized on executors.
 */
package dev.perplex.text.spark;
