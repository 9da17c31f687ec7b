package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.ExitCode;
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
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Sources to documents. Where duplicates are dropped, the sources are read twice: once for the keys
 * of all documents, of which the first in document order is kept, and once to write those.
 */
public final class PrepareDocuments {
  /** A document's position: the piece in the high bits, its ordinal in the piece in these. */
  private static final int ORDINAL_BITS = 40;

  /** The ordinal that stands for what is left of a piece from where its data is refused. */
  private static final long REFUSED = (1L << ORDINAL_BITS) - 1;

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
    return spark
        .parallelize(pieces, pieces.size())
        .flatMapToPair(piece -> new Keys(piece, reader, done))
        .reduceByKey(Math::min)
        .mapToPair(entry -> new Tuple2<>((int) (entry._2() >>> ORDINAL_BITS), entry._2() & REFUSED))
        .partitionBy(new ByPiece(pieces.size()))
        .mapPartitions(PrepareDocuments::sorted);
  }

  private static Iterator<long[]> sorted(Iterator<Tuple2<Integer, Long>> mine) {
    LongArrayList ordinals = new LongArrayList();
    mine.forEachRemaining(entry -> ordinals.add(entry._2().longValue()));
    long[] sorted = ordinals.toLongArray();
    Arrays.sort(sorted);
    return List.of(sorted).iterator();
  }

  /** What a task returns: what it wrote, or the user's error, which Spark must not try again. */
  private record Outcome(PreparedCorpus value, PerplexException error) implements Serializable {}

  /**
   * The keys of a piece's documents with their positions. Where the data is refused they end: the
   * second reading meets the same error, and brings it to the driver. Thrown here, it would only
   * make Spark try the task again, and print its stack each time.
   */
  private static final class Keys implements Iterator<Tuple2<ContentKey, Long>> {
    private final Piece piece;
    private final Documents documents; // null where the piece cannot even be opened
    private long position;
    private Tuple2<ContentKey, Long> next;
    private boolean ended;

    Keys(Piece piece, PieceReader reader, LongAccumulator done) {
      this.piece = piece;
      this.position = (long) piece.index() << ORDINAL_BITS;
      this.documents = open(reader, done);
    }

    private Documents open(PieceReader reader, LongAccumulator done) {
      try {
        return reader.open(piece, done);
      } catch (PerplexException e) {
        next = refused(e);
        return null;
      }
    }

    @Override
    public boolean hasNext() {
      if (next == null && !ended) {
        next = advance();
      }
      return next != null;
    }

    private Tuple2<ContentKey, Long> advance() {
      try {
        if (documents != null && documents.hasNext()) {
          return new Tuple2<>(ContentKey.of(documents.next().text()), position++);
        }
      } catch (PerplexException e) {
        return refused(e);
      }
      end();
      return null;
    }

    private Tuple2<ContentKey, Long> refused(PerplexException e) {
      if (e.exitCode() != ExitCode.DATA_REFUSED) {
        throw e; // storage that fails, for one: another try may help
      }
      end();
      // A key that no text has, so that the position is kept.
      return new Tuple2<>(
          new ContentKey(-1, piece.index()), (long) piece.index() << ORDINAL_BITS | REFUSED);
    }

    private void end() {
      ended = true;
      if (documents != null) {
        documents.close();
      }
    }

    @Override
    public Tuple2<ContentKey, Long> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<ContentKey, Long> key = next;
      next = null;
      return key;
    }
  }

  private static final class ByPiece extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int pieces;

    ByPiece(int pieces) {
      this.pieces = pieces;
    }

    @Override
    public int numPartitions() {
      return pieces;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

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
          if (e.exitCode() == ExitCode.FAILED) {
            throw e; // storage, for one: another try may help
          }
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
        if (kept != ALL && next != kept.length) {
          throw PerplexException.failed(
              null,
              "%s changed while it was read. Leave the sources alone while prepare runs, and run"
                  + " it again.",
              piece.file().location());
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
