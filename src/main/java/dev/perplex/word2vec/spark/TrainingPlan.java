package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.InitialRows;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WorkerRound;
import java.io.Serializable;

/**
 * What every task of a training needs, and no round changes: broadcast once.
 *
 * @param name of one driver's training, by which a JVM knows rows that it holds; never reaches
 *     numbers
 * @param cores of an executor that train at once, and read side by side
 */
record TrainingPlan(
    String name,
    Word2vecSettings settings,
    WorkerRound work,
    InitialRows initial,
    HeldOutLoss heldOut,
    int cores)
    implements Serializable {}
