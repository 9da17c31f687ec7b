package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.PriorityQueue;

/**
 * The Huffman tree (1952) over the trained words by their counts: frequent words have short paths,
 * and the mean path is the shortest that any binary tree has. Ties are broken by node number, so
 * equal vocabularies give equal trees.
 */
final class HuffmanTree implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int FIRST = ModelShape.trained(0) * -1; // ids below it are special words

  private final int[] starts; // by id, where its path begins; one more at the end
  private final int[] nodes; // inner nodes of all paths, each from the root down
  private final byte[] bits; // as long: 0 where the path goes to the lighter child, else 1

  private record Node(long count, int number) {}

  private HuffmanTree(int[] starts, int[] nodes, byte[] bits) {
    this.starts = starts;
    this.nodes = nodes;
    this.bits = bits;
  }

  static HuffmanTree of(Vocabulary vocabulary) {
    return ofAll(vocabulary.counts());
  }

  /**
   * @param all counts by id, the special words included
   */
  static HuffmanTree ofAll(long[] all) {
    long[] counts = new long[Math.max(0, all.length - FIRST)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(1, all[i + FIRST]); // a word not seen here has a path too
    }
    return of(counts);
  }

  /**
   * @param counts of the trained words, in the order of their ids; a single word has an empty path
   */
  static HuffmanTree of(long[] counts) {
    int leaves = counts.length;
    int[] parent = new int[Math.max(0, 2 * leaves - 1)];
    byte[] bit = new byte[parent.length];
    PriorityQueue<Node> lightest =
        new PriorityQueue<>(
            (a, b) ->
                a.count() != b.count()
                    ? Long.compare(a.count(), b.count())
                    : Integer.compare(a.number(), b.number()));
    for (int leaf = 0; leaf < leaves; leaf++) {
      lightest.add(new Node(counts[leaf], leaf));
    }
    for (int number = leaves; lightest.size() > 1; number++) {
      Node one = lightest.remove();
      Node other = lightest.remove();
      parent[one.number()] = number;
      parent[other.number()] = number;
      bit[other.number()] = 1;
      lightest.add(new Node(one.count() + other.count(), number));
    }
    return paths(leaves, parent, bit);
  }

  private static HuffmanTree paths(int leaves, int[] parent, byte[] bit) {
    int root = parent.length - 1;
    int[] starts = new int[leaves + FIRST + 1];
    IntArrayList nodes = new IntArrayList();
    IntArrayList bits = new IntArrayList();
    IntArrayList up = new IntArrayList();
    for (int leaf = 0; leaf < leaves; leaf++) {
      up.clear();
      for (int node = leaf; node != root; node = parent[node]) {
        up.add(node);
      }
      for (int i = up.size() - 1; i >= 0; i--) {
        nodes.add(parent[up.getInt(i)] - leaves); // inner nodes count from 0
        bits.add(bit[up.getInt(i)]);
      }
      starts[leaf + FIRST + 1] = nodes.size();
    }
    byte[] packed = new byte[bits.size()];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) bits.getInt(i);
    }
    return new HuffmanTree(starts, nodes.toIntArray(), packed);
  }

  /** The length of a trained word's code. */
  int length(int id) {
    return starts[id + 1] - starts[id];
  }

  /** The inner node, from 0, at a step of the word's path, the root first. */
  int node(int id, int step) {
    return nodes[starts[id] + step];
  }

  /** The bit of the word's code at a step. */
  int bit(int id, int step) {
    return bits[starts[id] + step];
  }

  /** The length of the longest code. */
  int longest() {
    int longest = 0;
    for (int id = 0; id + 1 < starts.length; id++) {
      longest = Math.max(longest, length(id));
    }
    return longest;
  }
}
