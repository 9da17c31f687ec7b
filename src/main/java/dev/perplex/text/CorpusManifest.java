package dev.perplex.text;

import dev.perplex.provenance.Check;
import dev.perplex.provenance.InvalidSetting;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a corpus is: where it comes from, how its bytes are read, what one document is and to which
 * split it goes.
 *
 * @param name lower-case letters, digits and hyphens: it stands in paths and reports
 * @param encoding the charset that the sources promise; a byte order mark decides the byte order
 * @param duplicates whether a document that equals an earlier one is dropped
 */
public record CorpusManifest(
    String name,
    String title,
    String licence,
    List<Source> sources,
    String encoding,
    DocumentRule document,
    Duplicates duplicates,
    SplitRule split)
    implements Serializable {

  /** What happens to whole documents that are exactly equal. */
  public enum Duplicates {
    KEEP,
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public CorpusManifest {
    Check.that(
        name != null && name.matches("[a-z0-9][a-z0-9-]*"),
        "name",
        name,
        "is not made of lower-case letters, digits and hyphens");
    title = title == null ? "" : title;
    licence = licence == null ? "" : licence;
    Check.that(sources != null && !sources.isEmpty(), "sources", "[]", "names no source");
    sources = List.copyOf(sources);
    Check.that(knownCharset(encoding), "encoding", encoding, "is not a known encoding");
    Check.that(document != null, "document", "null", "is missing");
    Check.that(duplicates != null, "duplicates", "null", "is none of keep, drop");
    Check.that(split != null, "split", "null", "is missing");
    checkSources(sources, split.kind());
    // A corpus with its own split is a benchmark: its token counts must not depend on us.
    Check.that(
        split.kind() == SplitRule.Kind.HASH || duplicates == Duplicates.KEEP,
        "duplicates",
        duplicates,
        "would change a corpus that brings its own split (split.kind = own)");
  }

  /** The split of a document that was read from one of the sources. */
  public Split splitOf(Source source, Document document) {
    return split.kind() == SplitRule.Kind.OWN ? source.ownSplit() : split.splitOf(document.text());
  }

  Charset charset() {
    return Charset.forName(encoding);
  }

  private static void checkSources(List<Source> sources, SplitRule.Kind kind) {
    Set<String> names = new HashSet<>();
    for (Source source : sources) {
      boolean own = kind == SplitRule.Kind.OWN;
      if (own == source.split().isEmpty()) {
        throw new InvalidSetting(
            "sources",
            source.name(),
            own ? "lacks its split (split.kind = own)" : "has a split, but split.kind = hash");
      }
      // Document ids begin with the name.
      Check.that(names.add(source.name()), "sources", source.name(), "stands twice");
    }
  }

  private static boolean knownCharset(String encoding) {
    try {
      return encoding != null && !encoding.isBlank() && Charset.isSupported(encoding);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }
}
