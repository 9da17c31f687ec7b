package dev.perplex.lm.spark;

import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.WarmStart;
import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.IdStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a trainer needs.
 *
 * @param train ids of the train split
 * @param vocabulary words, {@code <unk>} and {@code <eos>} included
 * @param vectors {@code [vocabulary * embedding]}, row a word, where the model starts from word
 *     vectors; otherwise null
 * @param start a trained network that training starts from; otherwise null
 * @param rounds a folder of this training's own, on storage that all executors reach, where an
 *     engine keeps checkpoints that are no single model; a training that finds one there goes on
 *     from it
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
public record TrainingJob(
    JavaSparkContext spark,
    IdStream train,
    int vocabulary,
    ModelSettings model,
    TrainSettings settings,
    float[] vectors,
    WarmStart start,
    Validation validation,
    Checkpoints checkpoints,
    OwnedFolder rounds,
    TrainingListener listener) {}
