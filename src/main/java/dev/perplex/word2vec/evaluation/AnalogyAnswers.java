package dev.perplex.word2vec.evaluation;

import dev.perplex.word2vec.AnalogyMethod;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best answers to many analogies. Questions share words, so the cosines of each word of the
 * questions with all others are computed once, a block of words at a time, and each question only
 * adds three rows of them: a twentieth of the work of a product a question for questions-words.txt.
 *
 * <p>Cosines are in single precision; where the best answers are nearer to each other than its
 * rounding, double precision decides, over all words where there are more than two such, and an
 * equal score goes to the word that stands first. So the answers do not depend on threads or on how
 * products are summed.
 */
final class AnalogyAnswers {
  private static final int BLOCK = 512; // words; the block's columns stay in the second cache
  private static final int GROUP = 2048; // distinct words of questions at a time
  private static final double ROUNDING = 2e-5; // of a score in single precision, far from 0

  private final UnitRows rows;
  private final WordKeys keys;
  private final AnalogyMethod method;

  AnalogyAnswers(UnitRows rows, WordKeys keys, AnalogyMethod method) {
    this.rows = rows;
    this.keys = keys;
    this.method = method;
  }

  /**
   * The best word for each question, none of a, b and c in any case, by id; -1 where there is none.
   *
   * @param questions [questions][3], the ids of a, b and c, as {@link WordKeys} gives them
   */
  int[] best(int[][] questions) {
    int[] answers = new int[questions.length];
    for (int start = 0; start < questions.length; ) {
      Group group = new Group(questions, start);
      group.answer();
      for (int i = 0; i < group.size; i++) {
        answers[start + i] = group.decided(i);
      }
      start += group.size;
    }
    return answers;
  }

  /** As many questions as have no more than so many distinct words. */
  private final class Group {
    private final int[][] questions; // [size][3]
    private final int size;
    private final int[] words; // distinct ids
    private final int[][] places; // [size][3], in words
    private final int[] best;
    private final int[] second;
    private final double[] bestScore;
    private final double[] secondScore;
    private final double[] thirdScore;

    Group(int[][] all, int start) {
      int[] place = new int[rows.words()];
      Arrays.fill(place, -1);
      int[] found = new int[GROUP + 3];
      int count = 0;
      int end = start;
      for (; end < all.length && count <= GROUP; end++) {
        for (int id : all[end]) {
          if (place[id] < 0) {
            place[id] = count;
            found[count++] = id;
          }
        }
      }
      size = end - start;
      questions = Arrays.copyOfRange(all, start, end);
      words = Arrays.copyOf(found, count);
      places = new int[size][3];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < 3; j++) {
          places[i][j] = place[questions[i][j]];
        }
      }
      best = filled(-1);
      second = filled(-1);
      bestScore = new double[size];
      secondScore = new double[size];
      thirdScore = new double[size];
      Arrays.fill(thirdScore, Double.NEGATIVE_INFINITY);
    }

    private int[] filled(int value) {
      int[] array = new int[size];
      Arrays.fill(array, value);
      return array;
    }

    void answer() {
      int blocks = (rows.words() + BLOCK - 1) / BLOCK;
      IntStream.range(0, blocks).parallel().forEach(block -> scan(block * BLOCK));
    }

    private void scan(int start) {
      int length = Math.min(BLOCK, rows.words() - start);
      float[][] columns = rows.columns(start, length);
      float[][] cosines = new float[words.length][length];
      for (int i = 0; i < words.length; i++) {
        rows.cosines(words[i], columns, cosines[i]);
      }
      boolean[] zero = new boolean[length];
      for (int i = 0; i < length; i++) {
        zero[i] = rows.isZero(start + i);
      }
      TopThree top = new TopThree();
      for (int i = 0; i < size; i++) {
        top.clear();
        float[] a = cosines[places[i][0]];
        float[] b = cosines[places[i][1]];
        float[] c = cosines[places[i][2]];
        if (method == AnalogyMethod.COS_ADD) {
          // Written out, for this is the inner loop of the usual method.
          for (int word = 0; word < length; word++) {
            float score = b[word] + c[word] - a[word];
            if (score > top.thirdScore && !zero[word] && mayAnswer(i, start + word)) {
              top.offer(start + word, score);
            }
          }
        } else {
          for (int word = 0; word < length; word++) {
            double score = method.score(a[word], b[word], c[word]);
            if (score > top.thirdScore && !zero[word] && mayAnswer(i, start + word)) {
              top.offer(start + word, score);
            }
          }
        }
        take(i, top);
      }
    }

    private boolean mayAnswer(int question, int id) {
      int word = keys.first()[id];
      int[] asked = questions[question];
      return word != asked[0] && word != asked[1] && word != asked[2];
    }

    // The best two of all blocks, whatever the order in which blocks end
    private synchronized void take(int question, TopThree found) {
      TopThree all = new TopThree();
      all.offerAny(best[question], bestScore[question]);
      all.offerAny(second[question], secondScore[question]);
      all.offerAny(found.best, found.bestScore);
      all.offerAny(found.second, found.secondScore);
      all.third(thirdScore[question]);
      all.third(found.thirdScore);
      best[question] = all.best;
      bestScore[question] = all.bestScore;
      second[question] = all.second;
      secondScore[question] = all.secondScore;
      thirdScore[question] = all.thirdScore;
    }

    int decided(int question) {
      int one = best[question];
      int other = second[question];
      double rounding = ROUNDING * Math.max(1, Math.abs(bestScore[question]));
      if (other < 0 || bestScore[question] - secondScore[question] > rounding) {
        return one;
      }
      if (bestScore[question] - thirdScore[question] <= rounding) {
        return exactlyBest(question);
      }
      double gap = exact(question, one) - exact(question, other);
      return gap > 0 || (gap == 0 && one < other) ? one : other;
    }

    private int exactlyBest(int question) {
      int first = -1;
      double highest = Double.NEGATIVE_INFINITY;
      for (int id = 0; id < rows.words(); id++) {
        if (mayAnswer(question, id) && !rows.isZero(id)) {
          double score = exact(question, id);
          if (score > highest) {
            highest = score;
            first = id;
          }
        }
      }
      return first;
    }

    private double exact(int question, int id) {
      int[] asked = questions[question];
      return method.score(
          rows.cosine(asked[0], id), rows.cosine(asked[1], id), rows.cosine(asked[2], id));
    }
  }

  /** The two largest scores, of equal ones that of the lower id, and the third one. */
  private static final class TopThree {
    private int best;
    private int second;
    private double bestScore;
    private double secondScore;
    private double thirdScore;

    TopThree() {
      clear();
    }

    void clear() {
      best = -1;
      second = -1;
      bestScore = Double.NEGATIVE_INFINITY;
      secondScore = Double.NEGATIVE_INFINITY;
      thirdScore = Double.NEGATIVE_INFINITY;
    }

    void third(double score) {
      thirdScore = Math.max(thirdScore, score);
    }

    void offerAny(int id, double score) {
      if (id >= 0) {
        offer(id, score);
      }
    }

    void offer(int id, double score) {
      if (score > bestScore || (score == bestScore && id < best)) {
        third(secondScore);
        second = best;
        secondScore = bestScore;
        best = id;
        bestScore = score;
      } else if (score > secondScore || (score == secondScore && id < second)) {
        third(secondScore);
        second = id;
        secondScore = score;
      } else {
        third(score);
      }
    }
  }
}
