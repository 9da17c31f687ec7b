package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.text.Document;
import dev.perplex.text.SpecialToken;
import dev.perplex.text.Tokenizer;
import dev.perplex.text.TokenizerFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Tokenizes each part of documents into a part of tokens of the same name and order. */
public final class TokenizeDocuments {
  private TokenizeDocuments() {}

  /** The parts written, in the order of their names. */
  public static List<PartFile> run(
      JavaSparkContext spark,
      Artefact documents,
      TokenizerFile tokenizer,
      ArtefactWriter writer,
      Progress progress) {
    List<PartFile> parts = documents.files("", Tables.PARQUET);
    long total = parts.stream().mapToLong(part -> part.count("bytes")).sum();
    return new Tasks(spark)
        .run(
            "tokenize: segment documents",
            parts,
            total,
            "bytes",
            progress,
            (part, done) -> tokenize(documents, part, tokenizer.tokenizer(), writer, done));
  }

  private static PartFile tokenize(
      Artefact documents,
      PartFile part,
      Tokenizer tokenizer,
      ArtefactWriter writer,
      LongAccumulator done)
      throws IOException {
    TableWriter table = new TableWriter(Tables.TOKENS, writer.part(part.name(), Tasks.tries()));
    long count = 0;
    long tokens = 0;
    long eos = 0;
    List<String> words = new ArrayList<>();
    try (table;
        TableReader rows = new TableReader(Tables.DOCUMENTS, documents, part)) {
      while (rows.hasNext()) {
        Object[] row = rows.next();
        words.clear();
        tokenizer.tokenize(new Document((String) row[0], (String) row[1]), words::add);
        for (String word : words) {
          eos += word.equals(SpecialToken.EOS) ? 1 : 0;
        }
        table.write(row[0], words, row[2], row[3]);
        tokens += words.size();
        count++;
        done.add((Long) row[3]);
      }
    }
    return table.finished(
        Map.of(
            "documents", count,
            "tokens", tokens,
            "eos", eos,
            "characters", part.count("characters"),
            "bytes", part.count("bytes")));
  }
}
