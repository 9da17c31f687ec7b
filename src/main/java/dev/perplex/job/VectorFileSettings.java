package dev.perplex.job;

import dev.perplex.provenance.Check;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files of vectors {@code word2vec} writes beside the binary one.
 *
 * @param formats names of formats: {@code text}
 */
public record VectorFileSettings(List<String> formats) {
  private static final Set<String> KNOWN = new TreeSet<>(Set.of("text"));

  public VectorFileSettings {
    for (String format : formats) {
      Check.that(
          KNOWN.contains(format), "formats", format, "is not one of " + String.join(", ", KNOWN));
    }
  }
}
