package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the rows of a reader. Grows with what it is given: a false header shall end in its
 * message, not in want of memory.
 */
final class VectorsBuilder {
  private static final int FIRST = 1 << 20; // numbers
  private static final int MOST = Integer.MAX_VALUE - 8; // that an array holds

  private final VectorsReader reader;
  private final long expected; // numbers; MOST where the file does not say
  private final List<String> words = new ArrayList<>();
  private float[] numbers;

  VectorsBuilder(VectorsReader reader, int mostWords) {
    this.reader = reader;
    int said = reader.words() == VectorsHeader.UNKNOWN ? mostWords : reader.words();
    long wanted = (long) Math.min(said, mostWords) * reader.dimension();
    if (wanted > MOST && reader.words() != VectorsHeader.UNKNOWN) {
      throw tooMany();
    }
    this.expected = Math.min(wanted, MOST);
    this.numbers = new float[(int) Math.min(expected, FIRST)];
  }

  int size() {
    return words.size();
  }

  /** Takes the reader's current row. */
  void add() {
    long start = (long) words.size() * reader.dimension();
    long end = start + reader.dimension();
    if (end > numbers.length) {
      if (end > expected) {
        throw tooMany();
      }
      long grown = Math.max(end, Math.min(expected, 2L * numbers.length));
      numbers = Arrays.copyOf(numbers, (int) grown);
    }
    reader.copy(numbers, (int) start);
    words.add(reader.word());
  }

  WordVectors vectors() {
    int end = words.size() * reader.dimension();
    return WordVectors.owning(
        words, reader.dimension(), end == numbers.length ? numbers : Arrays.copyOf(numbers, end));
  }

  private PerplexException tooMany() {
    return PerplexException.dataRefused(
        "%s holds more than %d numbers, too many to be held at once. Take the first words only.",
        reader.in.name, MOST);
  }
}
