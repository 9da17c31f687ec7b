package dev.perplex.word2vec.spark;

import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.Parts;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.vocab.Vocabulary;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes a column of words as tokens, a part a partition, each row ended by {@code <eos>}. The data
 * frame is read once, here: counts and ids then agree even where it gives other rows at each
 * reading. A word that is null becomes {@code <unk>}.
 */
final class RowTokens implements Function2<Integer, Iterator<Row>, Iterator<RowTokens.Outcome>> {
  private static final long serialVersionUID = 1L;

  static final String SPLIT = "train";

  private final Parts parts;
  private final String column;

  RowTokens(Parts parts, String column) {
    this.parts = parts;
    this.column = column;
  }

  /** A part, or the user's error (which Spark must not try four times). */
  record Outcome(PartFile part, String error) implements Serializable {}

  /**
   * @throws PerplexException exit code 20, where a row is null
   */
  List<PartFile> write(Dataset<?> dataset) {
    List<Outcome> outcomes =
        dataset
            .select(dataset.col("`" + column + "`"))
            .javaRDD()
            .mapPartitionsWithIndex(this, false)
            .collect();
    for (Outcome outcome : outcomes) {
      if (outcome.error != null) {
        throw PerplexException.dataRefused("%s", outcome.error);
      }
    }
    return outcomes.stream().map(Outcome::part).filter(Objects::nonNull).toList();
  }

  @Override
  public Iterator<Outcome> call(Integer partition, Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return List.<Outcome>of().iterator();
    }
    String name = Tables.part(SPLIT, partition) + Tables.PARQUET;
    PartOutput out = parts.part(name, Tasks.tries());
    long documents = 0;
    long tokens = 0;
    try (TableWriter writer = new TableWriter(Tables.TOKENS, out)) {
      for (; rows.hasNext(); documents++) {
        Row row = rows.next();
        if (row.isNullAt(0)) {
          return List.of(new Outcome(null, NullRow.message(column))).iterator();
        }
        List<String> words = words(row.getList(0));
        writer.write("", words, 0L, 0L);
        tokens += words.size();
      }
    }
    Map<String, Long> counts = Map.of("documents", documents, "tokens", tokens);
    return List.of(new Outcome(out.finished(counts), null)).iterator();
  }

  private static List<String> words(List<String> row) {
    List<String> words = new ArrayList<>(row.size() + 1);
    for (String word : row) {
      words.add(word == null ? Vocabulary.UNK : word);
    }
    words.add(Vocabulary.EOS);
    return words;
  }
}
