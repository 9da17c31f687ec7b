package dev.perplex.eval;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is kept of a scoring unit's documents, scored by several models: sums by document, by
 * frequency band, by place in the document and by word. Made where it was scored.
 */
public final class UnitFigures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Slices by place in the document: 1, 2 to 3, 4 to 7, and so on. */
  static final int PLACES = 31;

  final List<Tally[]> tallies = new ArrayList<>(); // by document, [models]
  final List<byte[]> checksums = new ArrayList<>(); // by document
  final long[] bandTokens;
  final double[][] bandNats; // [models][bands]
  final long[] placeTokens = new long[PLACES];
  final double[][] placeNats; // [models][PLACES]
  int[] words; // ids that stand in the unit, rising
  long[] wordTokens; // [words]
  double[] wordNats; // [words], by the model that words are listed of

  private UnitFigures(int models, int bands) {
    this.bandTokens = new long[bands];
    this.bandNats = new double[models][bands];
    this.placeNats = new double[models][PLACES];
  }

  /**
   * What figures are made by.
   *
   * @param wordModel the model that words are listed of
   */
  public record Rules(FrequencyBands bands, TokenChecksums checksums, int wordModel)
      implements Serializable {}

  /**
   * @param documents ids of each
   * @param losses by model, [documents][tokens], nats
   */
  public static UnitFigures of(Rules rules, List<int[]> documents, List<double[][]> losses) {
    UnitFigures figures = new UnitFigures(losses.size(), rules.bands().count());
    for (int document = 0; document < documents.size(); document++) {
      int[] ids = documents.get(document);
      Tally[] tallies = new Tally[losses.size()];
      for (int model = 0; model < tallies.length; model++) {
        tallies[model] = Tally.of(ids, losses.get(model)[document], 0, 0);
        figures.slice(rules.bands(), ids, losses.get(model)[document], model);
      }
      figures.count(rules.bands(), ids);
      figures.tallies.add(tallies);
      figures.checksums.add(rules.checksums().of(ids));
    }
    figures.words(documents, losses.get(rules.wordModel()));
    return figures;
  }

  private void count(FrequencyBands bands, int[] ids) {
    for (int i = 0; i < ids.length; i++) {
      bandTokens[bands.band(ids[i])]++;
      placeTokens[place(i)]++;
    }
  }

  private void slice(FrequencyBands bands, int[] ids, double[] losses, int model) {
    for (int i = 0; i < ids.length; i++) {
      bandNats[model][bands.band(ids[i])] += losses[i];
      placeNats[model][place(i)] += losses[i];
    }
  }

  /** The slice of the token at an index, whose place is one more. */
  private static int place(int index) {
    return 31 - Integer.numberOfLeadingZeros(index + 1);
  }

  private void words(List<int[]> documents, double[][] losses) {
    words = documents.stream().flatMapToInt(Arrays::stream).sorted().distinct().toArray();
    Int2IntOpenHashMap rows = new Int2IntOpenHashMap(words.length);
    for (int row = 0; row < words.length; row++) {
      rows.put(words[row], row);
    }
    wordTokens = new long[words.length];
    wordNats = new double[words.length];
    for (int document = 0; document < losses.length; document++) {
      int[] ids = documents.get(document);
      for (int i = 0; i < ids.length; i++) {
        int row = rows.get(ids[i]);
        wordTokens[row]++;
        wordNats[row] += losses[document][i];
      }
    }
  }
}
