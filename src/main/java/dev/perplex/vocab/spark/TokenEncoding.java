package dev.perplex.vocab.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.IdShards;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.TableReader;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.store.Texts;
import dev.perplex.vocab.UnitCut;
import dev.perplex.vocab.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Writes each tokenized part as a shard of ids and an index of its documents. */
public final class TokenEncoding {
  private TokenEncoding() {}

  /** The files written: a shard and an index a part, in the order of their names. */
  public static List<PartFile> run(
      JavaSparkContext spark,
      Artefact tokens,
      Vocabulary vocabulary,
      ArtefactWriter writer,
      Progress progress) {
    List<PartFile> parts = tokens.files("", Tables.PARQUET);
    long total = parts.stream().mapToLong(part -> part.count("tokens")).sum();
    Broadcast<Vocabulary> shared = spark.broadcast(vocabulary);
    try {
      return new Tasks(spark)
              .run(
                  "vocab: encode tokens",
                  parts,
                  total,
                  "tokens",
                  progress,
                  (part, done) -> encode(tokens, part, shared.value(), writer, done))
              .stream()
              .flatMap(List::stream)
              .toList();
    } finally {
      shared.destroy();
    }
  }

  private static List<PartFile> encode(
      Artefact tokens,
      PartFile part,
      Vocabulary vocabulary,
      ArtefactWriter writer,
      LongAccumulator done)
      throws IOException {
    String name = part.name().substring(0, part.name().length() - Tables.PARQUET.length());
    int tries = Tasks.tries();
    PartOutput shard = writer.part(name + IdShards.SUFFIX, tries);
    TableWriter index =
        new TableWriter(Tables.DOCUMENT_INDEX, writer.part(name + Tables.INDEX, tries));
    NumberedIds known = new NumberedIds(vocabulary);
    UnitCut units = new UnitCut();
    long offset = 0;
    long documents = 0;
    long unknown = 0;
    long written = 0;
    try (shard;
        index;
        TableReader rows = new TableReader(Tables.TOKENS, tokens, part)) {
      while (rows.hasNext()) {
        Object[] row = rows.next();
        Texts texts = (Texts) row[1];
        int[] ids = known.of(texts);
        written += known.written(texts);
        for (int id : ids) {
          unknown += id == Vocabulary.UNK_ID ? 1 : 0;
        }
        IdShards.write(ids, shard);
        index.write(row[0], offset, (long) ids.length, row[2], row[3], units.next(ids.length));
        offset += ids.length;
        documents++;
        done.add(ids.length);
      }
    }
    return List.of(
        shard.finished(Map.of("tokens", offset, "unknown", unknown, "unknown-written", written)),
        index.finished(Map.of("documents", documents)));
  }
}
