package dev.perplex.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Rows for tests, which remember what was asked for. */
final class KnownRows implements VectorRows {
  private final List<String> words = new ArrayList<>();
  private final Map<String, float[]> rows = new LinkedHashMap<>();
  private final TreeSet<String> read = new TreeSet<>();

  KnownRows with(String word, double... row) {
    float[] floats = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      floats[i] = (float) row[i];
    }
    words.add(word);
    rows.put(word, floats);
    return this;
  }

  /** A vocabulary of this many words, aaa, aab, ..., after the two special ones. */
  static KnownRows many(int count, int dimension) {
    KnownRows rows = new KnownRows();
    rows.with("<unk>", new double[dimension]).with("<eos>", new double[dimension]);
    double[][] points = Numbers.clusters((count + 2) / 3, dimension);
    for (int i = 0; i < count; i++) {
      rows.with(name(i), points[i]);
    }
    return rows;
  }

  static String name(int number) {
    return ""
        + (char) ('a' + number / 676)
        + (char) ('a' + number / 26 % 26)
        + (char) ('a' + number % 26);
  }

  /** The words of which vectors were read. */
  TreeSet<String> read() {
    return read;
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public String word(int id) {
    return words.get(id);
  }

  @Override
  public int id(String word) {
    return words.indexOf(word);
  }

  @Override
  public float[][] rows(int[] ids) {
    float[][] asked = new float[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      read.add(words.get(ids[i]));
      asked[i] = rows.get(words.get(ids[i])).clone();
    }
    return asked;
  }
}
