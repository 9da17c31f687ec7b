package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MinibatchesTest {

  /** 14 tokens, 4 lanes of (14 - 1) / 4 = 3 steps: 0 1 2 | 3 4 5 | 6 7 8 | 9 10 11. */
  @Test
  void lanesAreContiguousAndLabelsAreTheNextTokens() {
    Minibatches layout = new Minibatches(14, 0, 2, 2, 2);
    Ids stream = new Ids(IntStream.range(0, 14).toArray());
    assertThat(layout.laneLength()).isEqualTo(3);
    assertThat(layout.perEpoch()).isEqualTo(2);

    Minibatch first = layout.read(stream, 1, 0);
    assertThat(first.inputs()).containsExactly(6, 7, 9, 10);
    assertThat(first.labels()).containsExactly(7, 8, 10, 11);
    Minibatch last = layout.read(stream, 1, 1);
    assertThat(last.steps()).isEqualTo(1);
    assertThat(last.inputs()).containsExactly(8, 11);
    assertThat(last.labels()).containsExactly(9, 12);
  }

  @Property(tries = 200)
  void eachTokenButTheFirstAndAShortRestIsALabelExactlyOnce(
      @ForAll @IntRange(min = 1, max = 4) int workers,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @IntRange(min = 1, max = 7) int bptt,
      @ForAll @IntRange(min = 0, max = 90) int more) {
    int tokens = 2 * workers * batch + 1 + more;
    Ids stream = new Ids(IntStream.range(0, tokens).toArray());
    Minibatches layout = new Minibatches(tokens, 0, workers, batch, bptt);
    int[] seen = new int[tokens];
    for (int minibatch = 0; minibatch < layout.perEpoch(); minibatch++) {
      for (int worker = 0; worker < workers; worker++) {
        Minibatch read = layout.read(stream, worker, minibatch);
        for (int i = 0; i < read.labels().length; i++) {
          assertThat(read.labels()[i]).isEqualTo(read.inputs()[i] + 1);
          seen[read.labels()[i]]++;
        }
      }
    }
    int labels = Math.toIntExact(layout.labelsBefore(layout.perEpoch()));
    assertThat(tokens - 1 - labels).isBetween(0, workers * batch - 1);
    for (int token = 0; token < tokens; token++) {
      assertThat(seen[token]).isEqualTo(token >= 1 && token <= labels ? 1 : 0);
    }
  }

  @Test
  void aStreamTooShortForTheLanesIsRefused() {
    assertThatThrownBy(() -> new Minibatches(128, 0, 2, 32, 20))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "train.batch = 32 with train.workers = 2 needs at least 129 tokens; the train split has"
                + " 128. Lower train.batch or train.workers.");
  }

  /** Lanes of 3 start at 0, 3, 6 and 9; with 8 tokens used, each lane stops after 2. */
  @Test
  void aCapIsSpreadOverTheWholeStream() {
    Minibatches layout = new Minibatches(14, 8, 2, 2, 2);
    assertThat(layout.laneLength()).isEqualTo(2);
    assertThat(layout.perEpoch()).isEqualTo(1);
    assertThat(layout.labelsBefore(1)).isEqualTo(8);
    Ids stream = new Ids(IntStream.range(0, 14).toArray());
    assertThat(layout.read(stream, 1, 0).inputs()).containsExactly(6, 7, 9, 10);
  }
}
