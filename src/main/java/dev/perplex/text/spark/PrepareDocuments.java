package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Shuffles;
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
import dev.perplex.text.spark.SourceFiles.Bundle;
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
  /** A document's position: the bundle in the high bits, its ordinal in the bundle in these. */
  private static final int ORDINAL_BITS = 40;

  /** The ordinal that stands for what is left of a bundle from where its data is refused. */
  private static final long REFUSED = (1L << ORDINAL_BITS) - 1;

  private static final long[] ALL = null; // every document is kept

  /** Bytes of the documents whose keys one partition compares. */
  private static final long TOGETHER = 16 << 20;

  private final JavaSparkContext spark;
  private final CorpusManifest corpus;
  private final PrepareSettings settings;
  private final List<Bundle> bundles;

  public PrepareDocuments(
      JavaSparkContext spark, CorpusManifest corpus, PrepareSettings settings, SourceFiles files) {
    this.spark = spark;
    this.corpus = corpus;
    this.settings = settings;
    this.bundles = files.bundles(corpus, settings.range());
  }

  /** Reads, de-duplicates, splits and writes. */
  public PreparedCorpus run(ArtefactWriter writer, Progress progress) {
    boolean drop = corpus.duplicates() == CorpusManifest.Duplicates.DROP;
    long bytes = bytes();
    LongAccumulator done = spark.sc().longAccumulator("bytes read");
    JavaRDD<Bundle> all = spark.parallelize(bundles, bundles.size());
    BundleWriter write = new BundleWriter(new PieceReader(corpus, settings), writer, done);
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

  private long bytes() {
    return bundles.stream().mapToLong(Bundle::length).sum();
  }

  /** For each bundle, in order, the ordinals of the documents that no earlier one equals. */
  private JavaRDD<long[]> kept(LongAccumulator done) {
    PieceReader reader = new PieceReader(corpus, settings);
    return spark
        .parallelize(bundles, bundles.size())
        .flatMapToPair(bundle -> new Keys(bundle, reader, done))
        .reduceByKey(Math::min, Shuffles.partitions(spark, bundles.size(), bytes(), TOGETHER))
        .mapToPair(entry -> new Tuple2<>((int) (entry._2() >>> ORDINAL_BITS), entry._2() & REFUSED))
        .partitionBy(new ByBundle(bundles.size()))
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
   * The keys of a bundle's documents with their positions. Where the data is refused they end: the
   * second reading meets the same error, and brings it to the driver. Thrown here, it would only
   * make Spark try the task again, and print its stack each time.
   */
  private static final class Keys implements Iterator<Tuple2<ContentKey, Long>> {
    private final int bundle;
    private final Iterator<Piece> pieces;
    private final PieceReader reader;
    private final LongAccumulator done;
    private Documents documents; // of the piece that is read; null between two
    private long position;
    private Tuple2<ContentKey, Long> next;
    private boolean ended;

    Keys(Bundle bundle, PieceReader reader, LongAccumulator done) {
      this.bundle = bundle.index();
      this.pieces = bundle.pieces().iterator();
      this.reader = reader;
      this.done = done;
      this.position = (long) this.bundle << ORDINAL_BITS;
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
        while (documents != null || pieces.hasNext()) {
          if (documents == null) {
            documents = reader.open(pieces.next(), done);
          }
          if (documents.hasNext()) {
            return new Tuple2<>(ContentKey.of(documents.next().text()), position++);
          }
          close();
        }
      } catch (PerplexException e) {
        return refused(e);
      }
      ended = true;
      return null;
    }

    private Tuple2<ContentKey, Long> refused(PerplexException e) {
      if (e.exitCode() != ExitCode.DATA_REFUSED) {
        throw e; // storage that fails, for one: another try may help
      }
      ended = true;
      close();
      // A key that no text has, so that the position is kept.
      return new Tuple2<>(new ContentKey(-1, bundle), (long) bundle << ORDINAL_BITS | REFUSED);
    }

    private void close() {
      if (documents != null) {
        documents.close();
        documents = null;
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

  private static final class ByBundle extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int bundles;

    ByBundle(int bundles) {
      this.bundles = bundles;
    }

    @Override
    public int numPartitions() {
      return bundles;
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

  /** Writes the kept documents of a bundle, each to the part of its split. */
  private record BundleWriter(PieceReader reader, ArtefactWriter writer, LongAccumulator done)
      implements Serializable {

    Iterator<Outcome> all(Iterator<Bundle> mine, long[] kept) {
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

    private PreparedCorpus write(Bundle bundle, long[] ordinals) throws IOException {
      PreparedCorpus prepared = new PreparedCorpus(List.of(), ReadCounts.NONE, 0);
      BundleParts parts = new BundleParts(bundle.index(), writer);
      try (parts) {
        Kept kept = new Kept(ordinals);
        for (Piece piece : bundle.pieces()) {
          prepared = prepared.plus(write(piece, kept, parts));
        }
        if (!kept.areAllThere()) {
          throw PerplexException.failed(
              null,
              "%s changed while it was read. Leave the sources alone while prepare runs, and run"
                  + " it again.",
              names(bundle.pieces()));
        }
      }
      return prepared.plus(new PreparedCorpus(parts.finished(), ReadCounts.NONE, 0));
    }

    private static String names(List<Piece> pieces) {
      String first = pieces.get(0).file().location().toString();
      String last = pieces.get(pieces.size() - 1).file().location().toString();
      return first.equals(last) ? first : "A file from " + first + " to " + last;
    }

    private PreparedCorpus write(Piece piece, Kept kept, BundleParts parts) throws IOException {
      long dropped = 0;
      Documents documents = reader.open(piece, done);
      try (documents) {
        while (documents.hasNext()) {
          Document document = documents.next();
          if (kept.takes()) {
            parts.write(reader.corpus().splitOf(piece.file().source(), document), document);
          } else {
            dropped++;
          }
        }
      }
      return new PreparedCorpus(List.of(), documents.counts(), dropped);
    }
  }

  /** Goes through a bundle's documents, and says which are kept. */
  private static final class Kept {
    private final long[] ordinals;
    private long ordinal;
    private int next;

    Kept(long[] ordinals) {
      this.ordinals = ordinals;
    }

    /** Whether the next document is kept. */
    boolean takes() {
      if (ordinals == ALL) {
        return true;
      }
      boolean takes = next < ordinals.length && ordinals[next] == ordinal;
      next += takes ? 1 : 0;
      ordinal++;
      return takes;
    }

    boolean areAllThere() {
      return ordinals == ALL || next == ordinals.length;
    }
  }

  /** The parts that a bundle fills, one for each split that it has documents of. */
  private static final class BundleParts implements AutoCloseable {
    private final int bundle;
    private final ArtefactWriter writer;
    private final Map<Split, SplitPart> parts = new EnumMap<>(Split.class);

    BundleParts(int bundle, ArtefactWriter writer) {
      this.bundle = bundle;
      this.writer = writer;
    }

    void write(Split split, Document document) throws IOException {
      SplitPart part = parts.get(split);
      if (part == null) {
        part = new SplitPart(split, bundle, writer);
        parts.put(split, part);
      }
      part.write(document);
    }

    @Override
    public void close() throws IOException {
      for (SplitPart part : parts.values()) {
        part.table.close();
      }
    }

    /** After they were closed. */
    List<PartFile> finished() {
      return parts.values().stream().map(SplitPart::finished).toList();
    }
  }

  /** The part of one split that a bundle fills. */
  private static final class SplitPart {
    private final TableWriter table;
    private long documents;
    private long characters;
    private long bytes;

    SplitPart(Split split, int bundle, ArtefactWriter writer) throws IOException {
      String name = Tables.part(split.label(), bundle) + Tables.PARQUET;
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
