package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.Document;
import dev.perplex.text.Documents;
import dev.perplex.text.PrepareSettings;
import dev.perplex.text.ReadCounts;
import dev.perplex.text.SourceReader;
import dev.perplex.text.Split;
import dev.perplex.text.spark.SourceFiles.Piece;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Sources to documents. Where duplicates are dropped, the sources are read twice: once for the keys
 * of all documents, of which the first in document order is kept, and once to write those.
 */
public final class PrepareDocuments {
  /** Tasks that keys are compared in, at most: each is a file of every task before. */
  private static final int MOST_BUCKETS = 10_000;

  /** Documents whose keys a task holds: 24 bytes each. */
  private static final int HELD = 1 << 20;

  private static final long[] ALL = null; // every document is kept

  private final JavaSparkContext spark;
  private final CorpusManifest corpus;
  private final PrepareSettings settings;
  private final List<Piece> pieces;

  public PrepareDocuments(
      JavaSparkContext spark, CorpusManifest corpus, PrepareSettings settings, SourceFiles files) {
    this.spark = spark;
    this.corpus = corpus;
    this.settings = settings;
    this.pieces = files.pieces(corpus, settings.range());
  }

  /** Reads, de-duplicates, splits and writes. */
  public PreparedCorpus run(ArtefactWriter writer, Progress progress) {
    boolean drop = corpus.duplicates() == CorpusManifest.Duplicates.DROP;
    long bytes = pieces.stream().mapToLong(Piece::length).sum();
    LongAccumulator done = spark.sc().longAccumulator("bytes read");
    JavaRDD<Piece> all = spark.parallelize(pieces, pieces.size());
    PieceWriter write = new PieceWriter(new PieceReader(corpus, settings), writer, done);
    JavaRDD<Outcome> outcomes =
        drop
            ? all.zipPartitions(kept(done), (one, mine) -> write.all(one, mine.next()))
            : all.mapPartitions(one -> write.all(one, ALL));
    List<Outcome> collected =
        new Tasks(spark)
            .watched(
                "prepare: read documents",
                drop ? 2 * bytes : bytes,
                "bytes",
                progress,
                done,
                outcomes::collect);
    PreparedCorpus prepared = new PreparedCorpus(List.of(), ReadCounts.NONE, 0);
    for (Outcome outcome : collected) {
      if (outcome.error() != null) {
        throw outcome.error();
      }
      prepared = prepared.plus(outcome.value());
    }
    return prepared;
  }

  /** For each piece, in order, the ordinals of the documents that no earlier one equals. */
  private JavaRDD<long[]> kept(LongAccumulator done) {
    PieceReader reader = new PieceReader(corpus, settings);
    long bytes = pieces.stream().mapToLong(Piece::length).sum();
    int buckets = (int) Math.min(MOST_BUCKETS, Math.max(pieces.size(), bytes / settings.range()));
    return FirstDocuments.of(
        spark.parallelize(pieces, pieces.size()),
        Piece::index,
        piece -> reader.open(piece, done),
        pieces.size(),
        buckets,
        HELD);
  }

  /** What a task returns: what it wrote, or the user's error, which Spark must not try again. */
  private record Outcome(PreparedCorpus value, PerplexException error) implements Serializable {}

  /** Opens pieces. */
  private record PieceReader(CorpusManifest corpus, PrepareSettings settings)
      implements Serializable {
    Documents open(Piece piece, LongAccumulator done) {
      SourceReader reader = new SourceReader(corpus, settings);
      var in =
          new CountingStream(piece.file().location().open(piece.start()), done, piece.length());
      return piece.isRange()
          ? reader.readRange(piece.file().name(), in, piece.start(), piece.length())
          : reader.read(piece.file().name(), piece.file().source().entry(), in);
    }
  }

  /** Writes the kept documents of a piece, each to the part of its split. */
  private record PieceWriter(PieceReader reader, ArtefactWriter writer, LongAccumulator done)
      implements Serializable {

    Iterator<Outcome> all(Iterator<Piece> mine, long[] kept) {
      List<Outcome> outcomes = new ArrayList<>();
      while (mine.hasNext()) {
        try {
          outcomes.add(new Outcome(write(mine.next(), kept), null));
        } catch (PerplexException e) {
          outcomes.add(new Outcome(null, e));
        } catch (IOException e) {
          throw PerplexException.failed(e, "A part of prepare cannot be written: %s", e);
        }
      }
      return outcomes.iterator();
    }

    private PreparedCorpus write(Piece piece, long[] kept) throws IOException {
      Map<Split, SplitPart> parts = new EnumMap<>(Split.class);
      long ordinal = 0;
      long dropped = 0;
      int next = 0;
      Documents documents = reader.open(piece, done);
      try (documents) {
        for (; documents.hasNext(); ordinal++) {
          Document document = documents.next();
          if (kept != ALL) {
            if (next == kept.length || kept[next] != ordinal) {
              dropped++;
              continue;
            }
            next++;
          }
          Split split = reader.corpus().splitOf(piece.file().source(), document);
          SplitPart part = parts.get(split);
          if (part == null) {
            part = new SplitPart(split, piece.index(), writer);
            parts.put(split, part);
          }
          part.write(document);
        }
      } finally {
        for (SplitPart part : parts.values()) {
          part.table.close();
        }
      }
      List<PartFile> files = parts.values().stream().map(SplitPart::finished).toList();
      return new PreparedCorpus(files, documents.counts(), dropped);
    }
  }

  /** The part of one split that a piece fills. */
  private static final class SplitPart {
    private final TableWriter table;
    private long documents;
    private long characters;
    private long bytes;

    SplitPart(Split split, int piece, ArtefactWriter writer) throws IOException {
      String name = Tables.part(split.label(), piece) + Tables.PARQUET;
      table = new TableWriter(Tables.DOCUMENTS, writer.part(name, Tasks.tries()));
    }

    void write(Document document) throws IOException {
      table.write(document.id(), document.text(), document.characters(), document.bytes());
      documents++;
      characters += document.characters();
      bytes += document.bytes();
    }

    PartFile finished() {
      return table.finished(
          Map.of("documents", documents, "characters", characters, "bytes", bytes));
    }
  }
}
