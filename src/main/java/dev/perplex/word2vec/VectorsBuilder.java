package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes words and numbers as a reader meets them. Grows with what it is given: a false header shall
 * end in its message, not in want of memory.
 */
final class VectorsBuilder {
  private final VectorsHeader header;
  private final String name;
  private final List<String> words = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final FloatArrayList numbers = new FloatArrayList();

  VectorsBuilder(VectorsHeader header, String name) {
    this.header = header;
    this.name = name;
  }

  void word(String written) {
    String word = WordSpelling.read(written);
    if (word.isEmpty()) {
      throw refused("word %d is empty", words.size() + 1);
    }
    if (!seen.add(word)) {
      throw refused("holds the word %s twice", written);
    }
    words.add(word);
  }

  void number(float number) {
    if (!Float.isFinite(number)) {
      throw refused("holds %s in the vector of %s", number, words.get(words.size() - 1));
    }
    numbers.add(number);
  }

  WordVectors vectors() {
    return new WordVectors(words, header.dimension(), numbers.toFloatArray());
  }

  PerplexException cutShort() {
    return refused("is cut short: it ends in word %d of %d", words.size() + 1, header.words());
  }

  PerplexException tooLong() {
    return refused("goes on after the %d words of its header", header.words());
  }

  PerplexException refused(String complaint, Object... arguments) {
    return PerplexException.dataRefused(
        "%s %s. %s", name, String.format(complaint, arguments), VectorsHeader.WAY_OUT);
  }
}
