/**
 * Where results lie and how they are coded: artefacts with their manifests, part files (Parquet and
 * raw ids), run folders, and the leases that say who may write them. Everything goes through
 * Hadoop's {@code FileSystem}, so local disk, HDFS and object stores are one. A manifest, written
 * last, says what exists.
 */
package dev.perplex.store;
