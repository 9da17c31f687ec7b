package dev.perplex.eval;

import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.util.List;

/**
 * Words by how often they stand in the training split. The two special words are bands of their
 * own: 0 is {@code <unk>}, 1 {@code <eos>}, the others follow by rising count.
 */
public final class FrequencyBands implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] lows; // [bands - 2], smallest count of each band, rising from 0 or 1
  private final byte[] bands; // [vocabulary]

  /**
   * @param lows where bands begin, rising; what is rarer than the first has a band of its own where
   *     there is any
   */
  public FrequencyBands(Vocabulary vocabulary, List<Integer> lows) {
    boolean rarer = lows.isEmpty() || lows.get(0) > 1;
    this.lows = new long[lows.size() + (rarer ? 1 : 0)];
    for (int band = 0; band < lows.size(); band++) {
      this.lows[band + (rarer ? 1 : 0)] = lows.get(band);
    }
    this.bands = new byte[vocabulary.size()];
    for (int id = 0; id < bands.length; id++) {
      bands[id] = (byte) (id <= Vocabulary.EOS_ID ? id : 2 + ordinary(vocabulary.count(id)));
    }
  }

  private int ordinary(long count) {
    int band = lows.length - 1;
    while (band > 0 && count < lows[band]) {
      band--;
    }
    return band;
  }

  public int count() {
    return 2 + lows.length;
  }

  public int band(int id) {
    return bands[id];
  }

  /** Smallest count of an ordinary band, at least 1. */
  public long low(int band) {
    return Math.max(1, lows[band - 2]);
  }

  /** Largest count of an ordinary band; -1 for the last one, which has none. */
  public long high(int band) {
    return band == count() - 1 ? -1 : lows[band - 1] - 1;
  }
}
