package dev.perplex.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * A split's losses by several models, as sums. They are added in the order of the documents and of
 * the scoring units, which belong to the data: who scored what changes no bit.
 */
public final class TestFigures {
  private final List<Tally[]> documents = new ArrayList<>(); // [models], with the text's size
  private final Tally[] sums; // [models]
  private final long[] bandTokens;
  private final double[][] bandNats; // [models][bands]
  private final long[] placeTokens = new long[UnitFigures.PLACES];
  private final double[][] placeNats; // [models][places]
  private final long[] wordTokens; // [vocabulary]
  private final double[] wordNats; // [vocabulary]
  private final String checksum;

  /**
   * @param units in order
   * @param vocabulary words
   * @param characters of a document's raw text
   * @param bytes of it
   */
  public TestFigures(
      List<UnitFigures> units,
      int vocabulary,
      IntToLongFunction characters,
      IntToLongFunction bytes) {
    int models = units.get(0).bandNats.length;
    this.sums = new Tally[models];
    java.util.Arrays.fill(sums, Tally.NOTHING);
    this.bandTokens = new long[units.get(0).bandTokens.length];
    this.bandNats = new double[models][bandTokens.length];
    this.placeNats = new double[models][placeTokens.length];
    this.wordTokens = new long[vocabulary];
    this.wordNats = new double[vocabulary];
    List<byte[]> checksums = new ArrayList<>();
    for (UnitFigures unit : units) {
      for (Tally[] scored : unit.tallies) {
        int document = documents.size();
        Tally text = Tally.text(characters.applyAsLong(document), bytes.applyAsLong(document));
        Tally[] whole = new Tally[models];
        for (int model = 0; model < models; model++) {
          whole[model] = scored[model].plus(text);
          sums[model] = sums[model].plus(whole[model]);
        }
        documents.add(whole);
      }
      checksums.addAll(unit.checksums);
      add(unit.bandTokens, bandTokens);
      add(unit.placeTokens, placeTokens);
      for (int model = 0; model < models; model++) {
        add(unit.bandNats[model], bandNats[model]);
        add(unit.placeNats[model], placeNats[model]);
      }
      for (int row = 0; row < unit.words.length; row++) {
        wordTokens[unit.words[row]] += unit.wordTokens[row];
        wordNats[unit.words[row]] += unit.wordNats[row];
      }
    }
    this.checksum = TokenChecksums.together(checksums);
  }

  private static void add(long[] some, long[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += some[i];
    }
  }

  private static void add(double[] some, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += some[i];
    }
  }

  public int documents() {
    return documents.size();
  }

  public int models() {
    return sums.length;
  }

  /** Of all documents. */
  public Tally tally(int model) {
    return sums[model];
  }

  public Tally tally(int model, int document) {
    return documents.get(document)[model];
  }

  /** Of all tokens as they are spelled, document by document. */
  public String checksum() {
    return checksum;
  }

  /** Tokens by frequency band. */
  public long bandTokens(int band) {
    return bandTokens[band];
  }

  public double bandNats(int model, int band) {
    return bandNats[model][band];
  }

  /** Slices by place, of which late ones may hold no token. */
  public int places() {
    return placeTokens.length;
  }

  /** Tokens at places from 2 to the power of the slice on. */
  public long placeTokens(int slice) {
    return placeTokens[slice];
  }

  public double placeNats(int model, int slice) {
    return placeNats[model][slice];
  }

  /** Times a word was scored. */
  public long wordTokens(int id) {
    return wordTokens[id];
  }

  /** Its summed loss by the model that words are listed of. */
  public double wordNats(int id) {
    return wordNats[id];
  }

  /**
   * A loss that is no number.
   *
   * @param document first one that has such a token
   */
  public record NotFinite(int model, int document, double nats) {}

  /** The first loss that is no finite number, if there is one. */
  public Optional<NotFinite> notFinite() {
    for (int model = 0; model < sums.length; model++) {
      for (int document = 0; document < documents.size(); document++) {
        double nats = documents.get(document)[model].nats();
        if (!Double.isFinite(nats)) {
          return Optional.of(new NotFinite(model, document, nats));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What the bootstrap draws: by document, the losses of each model in order, then tokens,
   * characters and bytes.
   */
  public double[][] columns() {
    double[][] columns = new double[sums.length + 3][documents.size()];
    for (int document = 0; document < documents.size(); document++) {
      Tally[] scored = documents.get(document);
      for (int model = 0; model < sums.length; model++) {
        columns[model][document] = scored[model].nats();
      }
      columns[sums.length][document] = scored[0].tokens();
      columns[sums.length + 1][document] = scored[0].characters();
      columns[sums.length + 2][document] = scored[0].bytes();
    }
    return columns;
  }
}
