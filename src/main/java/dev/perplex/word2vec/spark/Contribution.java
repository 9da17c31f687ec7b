package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.RoundStats;
import dev.perplex.word2vec.RowChanges;
import java.io.Serializable;

/**
 * What a worker sends of one part: by how much its rows moved. A worker's figures travel with its
 * first part, so that they are counted exactly once even where Spark runs a task twice (an
 * accumulator would count both runs).
 *
 * @param heldOut of the rows before the round
 */
record Contribution(RowChanges rows, RoundStats stats, HeldOutLoss.Sum heldOut)
    implements Serializable {}
