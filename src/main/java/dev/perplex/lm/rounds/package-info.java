/**
 * Rounds of training as pure functions, without Spark: how parameters are cut in parts, what a
 * worker does in a round, how changes are written, merged and stepped along, and who is left out.
 */
package dev.perplex.lm.rounds;
