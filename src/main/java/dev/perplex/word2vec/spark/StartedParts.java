package dev.perplex.word2vec.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ModelShape;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** The stored start of a training that goes on from given vectors, made by tasks. */
final class StartedParts {
  private final JavaSparkContext spark;
  private final RoundStore store;
  private final int parts;

  StartedParts(JavaSparkContext spark, RoundStore store, int parts) {
    this.spark = spark;
    this.store = store;
    this.parts = parts;
  }

  /**
   * The files, by part.
   *
   * @param workers how many tasks share the work, at most; each reads the vectors once through
   * @throws PerplexException where the vectors have no word of the vocabulary
   */
  List<StoredPart> of(
      StartVectors start,
      Broadcast<TrainingPlan> plan,
      Vocabulary vocabulary,
      int workers,
      TrainingListener listener) {
    Broadcast<Vocabulary> words = spark.broadcast(vocabulary);
    try {
      int tasks = Math.min(workers, parts);
      StartTask task = new StartTask(start, plan, words, store, parts);
      List<StartTask.Stored> stored =
          new Tasks(spark)
              .run(
                  "word2vec: start from " + start.inputs(),
                  IntStream.range(0, tasks).boxed().toList(),
                  tasks,
                  "files",
                  Progress.silent(),
                  (number, done) -> task.store(number, tasks));
      long found = stored.stream().mapToLong(StartTask.Stored::found).sum();
      if (found == 0) {
        throw PerplexException.dataRefused(
            "word2vec.start = %s has none of the %d words of the vocabulary. Give vectors of words"
                + " that are spelled as tokenize spells them (letter-case, numbers).",
            start.inputs(), vocabulary.size());
      }
      listener.started(found, ModelShape.trained(vocabulary.size()));
      // Task t did the parts t, t + tasks, t + 2 * tasks and so on.
      return IntStream.range(0, parts)
          .mapToObj(part -> stored.get(part % tasks).parts().get(part / tasks))
          .toList();
    } finally {
      words.destroy();
    }
  }
}
