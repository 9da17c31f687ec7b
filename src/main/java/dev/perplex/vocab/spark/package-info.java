/** The distributed half of {@link dev.perplex.vocab}: counting and encoding on executors. */
package dev.perplex.vocab.spark;
