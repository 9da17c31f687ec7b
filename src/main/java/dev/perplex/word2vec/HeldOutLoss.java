package dev.perplex.word2vec;

import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loss on text that is not trained on: for the same corpus, vocabulary, model and loss it means
 * the same in every run, whatever window, negatives, subsampling, rate or number of workers were
 * trained with. Centre words are those of 32 stretches of 64 tokens, evenly over the validation
 * split; each has all its neighbours within 5 tokens of its stretch and, with negative sampling, 5
 * noise words drawn from a fixed seed. Skip-gram judges each neighbour alone, CBOW their mean, and
 * the hierarchical softmax has another loss (the whole path of the word): none of them compares
 * with another.
 */
public final class HeldOutLoss implements Serializable {
  private static final long serialVersionUID = 1L;

  static final int WINDOW = 5;
  static final int NEGATIVES = 5;
  private static final int MOST_CENTRES = 2048;
  private static final long SEED = 0x5EED;
  private static final int CHUNK = 64; // centres of one stretch of text

  private final WordModel model;
  private final Targets targets;
  private final int[][] stretches; // ids without <unk>, cut at <eos>; each gives its centres

  private HeldOutLoss(WordModel model, Targets targets, int[][] stretches) {
    this.model = model;
    this.targets = targets;
    this.stretches = stretches;
  }

  /**
   * A sum of losses, so that shares of the text can be merged.
   *
   * @param pairs of an input (a neighbour; with CBOW the mean of all) and a centre word
   * @param loss summed over pairs, in nats
   */
  public record Sum(long pairs, double loss) implements Serializable {
    public static final Sum NONE = new Sum(0, 0);

    public Sum plus(Sum other) {
      return new Sum(pairs + other.pairs, loss + other.loss);
    }

    /** In nats a pair; NaN where the validation split gave no pair. */
    public double mean() {
      return pairs == 0 ? Double.NaN : loss / pairs;
    }
  }

  /**
   * @param targets what a centre word is judged against
   * @param valid the validation split; empty gives a loss without pairs
   */
  static HeldOutLoss of(WordModel model, Targets targets, IdStream valid) {
    return new HeldOutLoss(model, targets, stretches(valid));
  }

  private static int[][] stretches(IdStream valid) {
    long size = valid.size();
    int count = MOST_CENTRES / CHUNK;
    List<int[]> stretches = new ArrayList<>();
    long next = 0;
    for (int i = 0; i < count; i++) {
      long from = Math.max(next, size * i / count);
      int length = (int) Math.min(CHUNK, size - from);
      if (length > 0) {
        stretches.add(valid.read(from, length));
        next = from + length;
      }
    }
    return stretches.toArray(int[][]::new);
  }

  /** The share of one of {@code parts} workers, with the given rows, which are not changed. */
  public Sum of(GlobalRows rows, int part, int parts) {
    return new Evaluation(rows).share(part, parts);
  }

  private final class Evaluation {
    private final GlobalRows rows;
    private final int stride;
    private final Targets targets = HeldOutLoss.this.targets.fresh();
    private final int[] chosen = new int[targets.most()];
    private final float[] labels = new float[targets.most()];
    private final float[][] outputs;
    private final float[][] inputs;
    private long pairs;
    private double loss;

    Evaluation(GlobalRows rows) {
      this.rows = rows;
      this.stride = rows.shape().stride();
      this.outputs = new float[targets.most()][stride];
      this.inputs = new float[2 * WINDOW][stride];
    }

    Sum share(int part, int parts) {
      for (int i = part; i < stretches.length; i += parts) {
        FastRandom random = new FastRandom(SEED + i);
        int[] words = known(stretches[i]);
        int start = 0;
        for (int at = 0; at <= words.length; at++) {
          if (at == words.length || words[at] == Vocabulary.EOS_ID) {
            for (int centre = start; centre < at; centre++) {
              window(words, start, at, centre, random);
            }
            start = at + 1;
          }
        }
      }
      return new Sum(pairs, loss);
    }

    private void window(int[] words, int start, int end, int centre, FastRandom random) {
      int m = 0;
      for (int near = Math.max(start, centre - WINDOW);
          near < Math.min(end, centre + WINDOW + 1);
          near++) {
        if (near != centre) {
          rows.copy(words[near], inputs[m]);
          m++;
        }
      }
      int n = targets.choose(words[centre], random, chosen, labels);
      if (m == 0 || n == 0) {
        return;
      }
      for (int j = 0; j < n; j++) {
        rows.copy(chosen[j], outputs[j]);
      }
      if (model == WordModel.CBOW) {
        float[] mean = new float[stride];
        CbowInput.mean(inputs, m, mean);
        loss += WindowLoss.of(mean, outputs, labels, n, stride);
        pairs++;
      } else {
        for (int i = 0; i < m; i++) {
          loss += WindowLoss.of(inputs[i], outputs, labels, n, stride);
        }
        pairs += m;
      }
    }

    private int[] known(int[] ids) {
      return Arrays.stream(ids).filter(id -> id != Vocabulary.UNK_ID).toArray();
    }
  }
}
