package dev.perplex.lm.spark;

import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.vocab.IdStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a trainer needs.
 *
 * @param train ids of the train split
 * @param vocabulary words, {@code <unk>} and {@code <eos>} included
 * @param vectors {@code [vocabulary * embedding]}, row a word, where the model starts from word
 *     vectors; otherwise null
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
public record TrainingJob(
    JavaSparkContext spark,
    IdStream train,
    int vocabulary,
    ModelSettings model,
    TrainSettings settings,
    float[] vectors,
    Validation validation,
    Checkpoints checkpoints,
    TrainingListener listener) {}
