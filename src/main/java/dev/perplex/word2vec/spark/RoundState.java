package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.ModelShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * All that a training is after a number of rounds: where the parameters lie, and the curve so far.
 * Workers have no state of their own, so this is also the checkpoint.
 *
 * @param rounds done
 * @param shape of the parameters
 * @param chains by part: the files that make its rows, in order. The first may be whole; where none
 *     is, rows that no file names have their initial values
 * @param curve a point for each round done
 */
record RoundState(
    int rounds, ModelShape shape, List<List<StoredPart>> chains, List<RoundPoint> curve)
    implements Serializable {

  RoundState {
    if (shape == null
        || chains == null
        || curve == null
        || chains.stream()
            .anyMatch(chain -> chain == null || chain.stream().anyMatch(Objects::isNull))) {
      throw new IllegalArgumentException("a state of rounds lacks its shape, chains or curve");
    }
  }

  static RoundState beginning(ModelShape shape, int parts) {
    return new RoundState(0, shape, Collections.nCopies(parts, List.of()), List.of());
  }

  /**
   * Before the first round of a training that starts from stored rows.
   *
   * @param files whole, by part
   */
  static RoundState beginning(ModelShape shape, List<StoredPart> files) {
    return new RoundState(0, shape, files.stream().map(List::of).toList(), List.of());
  }

  int parts() {
    return chains.size();
  }

  /** After one more round. */
  RoundState next(List<StoredPart> written, List<RoundPoint> nextCurve) {
    List<List<StoredPart>> nextChains = new ArrayList<>();
    for (int part = 0; part < written.size(); part++) {
      StoredPart file = written.get(part);
      List<StoredPart> chain = new ArrayList<>();
      if (!file.whole()) {
        chain.addAll(chains.get(part));
      }
      chain.add(file);
      nextChains.add(List.copyOf(chain));
    }
    return new RoundState(rounds + 1, shape, List.copyOf(nextChains), List.copyOf(nextCurve));
  }
}
