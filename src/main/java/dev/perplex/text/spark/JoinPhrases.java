package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.store.Texts;
import dev.perplex.text.Phrases;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * Writes each part of tokens anew, with phrases joined. Only the number of tokens changes: {@code
 * <eos>} is in no phrase, and bytes and characters are those of the raw text.
 */
public final class JoinPhrases {
  private JoinPhrases() {}

  /** The parts written, in the order of their names. */
  public static List<PartFile> run(
      JavaSparkContext spark,
      Artefact words,
      Phrases phrases,
      ArtefactWriter writer,
      Progress progress) {
    List<PartFile> parts = words.files("", Tables.PARQUET);
    long total = parts.stream().mapToLong(part -> part.count("tokens")).sum();
    Broadcast<Phrases> shared = spark.broadcast(phrases);
    try {
      return new Tasks(spark)
          .run(
              "tokenize: join phrases",
              parts,
              total,
              "tokens",
              progress,
              (part, done) -> join(words, part, shared.value(), writer, done));
    } finally {
      shared.destroy();
    }
  }

  private static PartFile join(
      Artefact words, PartFile part, Phrases phrases, ArtefactWriter writer, LongAccumulator done)
      throws IOException {
    TableWriter table = new TableWriter(Tables.TOKENS, writer.part(part.name(), Tasks.tries()));
    long count = 0;
    try (table;
        TableReader rows = new TableReader(Tables.TOKENS, words, part)) {
      while (rows.hasNext()) {
        Object[] row = rows.next();
        Texts tokens = (Texts) row[1];
        List<String> joined = phrases.join(tokens);
        table.write(row[0], joined, row[2], row[3]);
        count += joined.size();
        done.add(tokens.size());
      }
    }
    Map<String, Long> counts = new HashMap<>(part.counts());
    counts.put("tokens", count);
    return table.finished(counts);
  }
}
