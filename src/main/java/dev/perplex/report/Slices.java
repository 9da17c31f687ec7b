package dev.perplex.report;

import dev.perplex.eval.FrequencyBands;
import dev.perplex.eval.TestFigures;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** Losses of parts of the test split's tokens; parts without tokens are left out. */
public final class Slices {
  private final List<String> models;
  private final TestFigures figures;

  /**
   * @param models names of the figures' models, in order
   */
  public Slices(List<String> models, TestFigures figures) {
    this.models = List.copyOf(models);
    this.figures = figures;
  }

  /** By how often a word stands in the training split. */
  public List<Slice> bands(FrequencyBands bands) {
    List<Slice> slices = new ArrayList<>();
    for (int band = 0; band < bands.count(); band++) {
      int slice = band;
      long tokens = figures.bandTokens(band);
      IntToDoubleFunction nats = model -> figures.bandNats(model, slice);
      if (tokens == 0) {
        continue;
      }
      if (band <= Vocabulary.EOS_ID) {
        String word = band == Vocabulary.UNK_ID ? Vocabulary.UNK : Vocabulary.EOS;
        slices.add(new Slice(word, null, null, tokens, losses(tokens, nats)));
      } else {
        Long high = bands.high(band) < 0 ? null : bands.high(band);
        slices.add(
            new Slice(
                label(bands.low(band), high), bands.low(band), high, tokens, losses(tokens, nats)));
      }
    }
    return slices;
  }

  /** By place in the document: 1, 2 to 3, 4 to 7, and so on. */
  public List<Slice> positions() {
    List<Slice> slices = new ArrayList<>();
    for (int place = 0; place < figures.places(); place++) {
      int slice = place;
      long tokens = figures.placeTokens(place);
      if (tokens > 0) {
        long low = 1L << place;
        long high = 2 * low - 1;
        slices.add(
            new Slice(
                label(low, high),
                low,
                high,
                tokens,
                losses(tokens, model -> figures.placeNats(model, slice))));
      }
    }
    return slices;
  }

  private List<ModelLoss> losses(long tokens, IntToDoubleFunction nats) {
    List<ModelLoss> losses = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      losses.add(ModelLoss.of(models.get(model), nats.applyAsDouble(model), tokens));
    }
    return losses;
  }

  private static String label(long low, Long high) {
    if (high == null) {
      return String.format(Locale.ROOT, "%,d and more", low);
    }
    return low == high
        ? String.format(Locale.ROOT, "%,d", low)
        : String.format(Locale.ROOT, "%,d-%,d", low, high);
  }
}
