package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HuffmanTreeTest {
  private static final int FIRST = 2;

  private static String code(HuffmanTree tree, int word) {
    StringBuilder code = new StringBuilder();
    for (int step = 0; step < tree.length(word + FIRST); step++) {
      code.append(tree.bit(word + FIRST, step));
    }
    return code.toString();
  }

  private static List<String> codes(long... counts) {
    HuffmanTree tree = HuffmanTree.of(counts);
    List<String> codes = new ArrayList<>();
    for (int word = 0; word < counts.length; word++) {
      codes.add(code(tree, word));
    }
    return codes;
  }

  private static long cost(long... counts) {
    HuffmanTree tree = HuffmanTree.of(counts);
    long cost = 0;
    for (int word = 0; word < counts.length; word++) {
      cost += counts[word] * tree.length(word + FIRST);
    }
    return cost;
  }

  /** What merging the two lightest again and again costs: each merge lengthens its words by one. */
  private static long merges(long... counts) {
    PriorityQueue<Long> weights = new PriorityQueue<>();
    Arrays.stream(counts).forEach(weights::add);
    long sum = 0;
    while (weights.size() > 1) {
      long merged = weights.remove() + weights.remove();
      sum += merged;
      weights.add(merged);
    }
    return sum;
  }

  /** The least cost of any binary tree: over all ways to merge any two, again and again. */
  private static long least(List<Long> weights) {
    if (weights.size() < 2) {
      return 0;
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < weights.size(); i++) {
      for (int j = i + 1; j < weights.size(); j++) {
        List<Long> rest = new ArrayList<>(weights);
        long merged = rest.remove(j) + rest.remove(i);
        rest.add(merged);
        best = Math.min(best, merged + least(rest));
      }
    }
    return best;
  }

  @Test
  void worksTheCaseDoneByHand() {
    // 5, 3, 2, 1: 1 + 2 make node 0 (3). Of the two threes the word goes first: 3 + node 0 make
    // node 1 (6). 5 + 6 make node 2, the root. The lighter child has bit 0.
    HuffmanTree tree = HuffmanTree.of(new long[] {5, 3, 2, 1});
    assertThat(codes(5, 3, 2, 1)).containsExactly("0", "10", "111", "110");
    assertThat(new int[] {tree.node(5, 0), tree.node(5, 1), tree.node(5, 2)})
        .containsExactly(2, 1, 0);
    assertThat(tree.longest()).isEqualTo(3);
    assertThat(tree.length(Vocabulary.UNK_ID) + tree.length(Vocabulary.EOS_ID)).isZero();
  }

  @Test
  void oneWordHasNoPathAndTwoHaveOneStep() {
    assertThat(codes(7)).containsExactly("");
    assertThat(HuffmanTree.of(new long[] {7}).longest()).isZero();
    assertThat(codes(7, 2)).containsExactly("1", "0");
    assertThat(codes(2, 2)).containsExactly("0", "1");
    assertThat(HuffmanTree.of(new long[0]).longest()).isZero();
  }

  @Test
  void countsThatDoubleMakeTheLongestPathAndEqualOnesAFlatTree() {
    long[] doubling = new long[60];
    Arrays.setAll(doubling, i -> 1L << (59 - i));
    assertThat(HuffmanTree.of(doubling).longest()).isEqualTo(59);
    long[] equal = new long[64];
    Arrays.fill(equal, 3);
    assertThat(codes(equal)).allMatch(code -> code.length() == 6).doesNotHaveDuplicates();
  }

  @Property(tries = 200)
  void costsTheSumOfItsMerges(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1, max = 1000) Long> counts) {
    long[] all = counts.stream().mapToLong(Long::longValue).toArray();
    assertThat(cost(all)).isEqualTo(merges(all));
  }

  @Property(tries = 60)
  void noBinaryTreeCostsLess(
      @ForAll @Size(min = 2, max = 6) List<@LongRange(min = 1, max = 20) Long> counts) {
    long[] all = counts.stream().mapToLong(Long::longValue).toArray();
    assertThat(cost(all)).isEqualTo(least(counts));
  }

  @Property(tries = 200)
  void noCodeBeginsAnother(
      @ForAll @Size(min = 2, max = 80) List<@LongRange(min = 1, max = 9) Long> counts) {
    List<String> codes = codes(counts.stream().mapToLong(Long::longValue).toArray());
    List<String> sorted = codes.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(sorted.get(i)).doesNotStartWith(sorted.get(i - 1));
    }
  }

  @Test
  void tiesAreBrokenByTheOrderOfWords() {
    assertThat(codes(4, 4, 4, 4, 4)).isEqualTo(codes(4, 4, 4, 4, 4));
    // 0 + 1 (node 0), 2 + 3 (node 1), 4 + node 0 (node 2), node 1 + node 2
    assertThat(codes(4, 4, 4, 4, 4)).containsExactly("110", "111", "00", "01", "10");
  }

  @Test
  void labelsAreOneLessTheBitAndRowsLieBehindTheWords() {
    Vocabulary vocabulary = Examples.vocabulary(5, 3, 2, 1);
    HierarchicalSoftmax softmax = new HierarchicalSoftmax(6, HuffmanTree.of(vocabulary));
    int[] rows = new int[softmax.most()];
    float[] labels = new float[softmax.most()];
    assertThat(softmax.choose(5, new FastRandom(1), rows, labels)).isEqualTo(3);
    assertThat(rows).containsExactly(8, 7, 6);
    assertThat(labels).containsExactly(0, 0, 1);
    Word2vecSettings settings =
        Examples.settings(WordModel.CBOW, WordLoss.HIERARCHICAL_SOFTMAX, 1, 1, 1);
    assertThat(ModelShape.of(vocabulary, settings).rows()).isEqualTo(6 + 3);
  }

  @Test
  void aWordThatWasNotSeenHasAPathToo() {
    assertThat(HuffmanTree.of(Examples.vocabulary(5, 3, 0)).length(4)).isEqualTo(2);
  }

  @Test
  void probabilitiesOfAllWordsSumToOne() {
    long[] counts = {40, 30, 20, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1};
    HierarchicalSoftmax softmax = new HierarchicalSoftmax(15, HuffmanTree.of(counts));
    FastRandom random = new FastRandom(5);
    float[][] nodes = new float[counts.length - 1][8];
    float[] input = new float[8];
    for (int d = 0; d < 8; d++) {
      input[d] = random.nextFloat() * 4 - 2;
      for (float[] node : nodes) {
        node[d] = random.nextFloat() * 4 - 2;
      }
    }
    int[] rows = new int[softmax.most()];
    float[] labels = new float[softmax.most()];
    double sum = 0;
    for (int id = FIRST; id < 15; id++) {
      int n = softmax.choose(id, random, rows, labels);
      float[][] path =
          Arrays.stream(rows).limit(n).mapToObj(r -> nodes[r - 15]).toArray(float[][]::new);
      sum += Math.exp(-WindowLoss.of(input, path, labels, n, 8));
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }
}
