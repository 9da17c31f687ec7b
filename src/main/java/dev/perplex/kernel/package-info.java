/**
 * Loops over flat float arrays: the scalar specification of what training spends its time in. Knows
 * no words, no models and no Spark.
 */
package dev.perplex.kernel;
