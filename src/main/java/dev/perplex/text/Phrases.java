package dev.perplex.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Learned phrases, by pass, and how they are joined: in each pass from left to right, a pair as
 * soon as it is met, and its right word begins no other; the next pass takes what this one made. Of
 * {@code a b c} with both pairs known, {@code a_b c} comes out.
 *
 * <p>A spelling means one thing only. A word that itself holds the joiner, or begins with a
 * backslash, is in no phrase; so {@code a_b_c} is the words a, b, c and nothing else. Where the
 * text spells a phrase ({@code new_york}), that token gets a backslash before it, as an escaped
 * special token does, and is another word; one with backslashes before gets one more. Special
 * tokens are in no phrase, so none goes beyond an {@code <eos>}.
 */
public final class Phrases implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String ESCAPE = "\\";
  private static final Set<String> SPECIAL =
      Set.of(SpecialToken.UNK, SpecialToken.EOS, SpecialToken.NUMBER);

  private final char joiner;
  private final List<Map<String, Map<String, String>>> passes; // left -> right -> joined
  private final Set<String> spellings; // of all passes

  private Phrases(
      char joiner, List<Map<String, Map<String, String>>> passes, Set<String> spellings) {
    this.joiner = joiner;
    this.passes = passes;
    this.spellings = spellings;
  }

  /**
   * No phrases yet.
   *
   * @throws IllegalArgumentException where {@link #isJoiner} is false
   */
  public static Phrases none(String joiner) {
    if (!isJoiner(joiner)) {
      throw new IllegalArgumentException("the joiner of phrases is \"" + joiner + "\"");
    }
    return new Phrases(joiner.charAt(0), List.of(), Set.of());
  }

  /** Whether the text can join words: one mark, which no special token and no escape holds. */
  static boolean isJoiner(String text) {
    if (text == null || text.length() != 1 || "\\<>".contains(text)) {
      return false;
    }
    return switch (Character.getType(text.charAt(0))) {
      case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.OTHER_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }

  /** These, and a further pass. */
  public Phrases plus(Collection<Phrase> pass) {
    Map<String, Set<String>> pairs = new TreeMap<>();
    for (Phrase phrase : pass) {
      pairs.computeIfAbsent(phrase.left(), left -> new TreeSet<>()).add(phrase.right());
    }
    return plus(pairs);
  }

  /**
   * These, and a further pass.
   *
   * @param pairs the right words, by the left one
   * @throws IllegalArgumentException where a word can be in no phrase
   */
  Phrases plus(Map<String, ? extends Collection<String>> pairs) {
    Map<String, Map<String, String>> pass = new HashMap<>();
    Set<String> all = new HashSet<>(spellings);
    pairs.forEach(
        (left, rights) -> {
          Map<String, String> joined = new HashMap<>();
          for (String right : rights) {
            check(left);
            check(right);
            joined.put(right, left + joiner + right);
          }
          all.addAll(joined.values());
          pass.put(left, joined);
        });
    List<Map<String, Map<String, String>>> more = new ArrayList<>(passes);
    more.add(pass);
    return new Phrases(joiner, List.copyOf(more), all);
  }

  private void check(String word) {
    if (word == null || word.isBlank() || !joins(word)) {
      throw new IllegalArgumentException("\"" + word + "\" cannot be in a phrase");
    }
  }

  /** Whether the token, as {@link #join} leaves it, may be in a phrase of the next pass. */
  boolean joins(String token) {
    if (token.startsWith(ESCAPE) || SPECIAL.contains(token)) {
      return false;
    }
    return token.indexOf(joiner) < 0 || spellings.contains(token);
  }

  /** The tokens of a document, with phrases joined. */
  public List<String> join(List<String> tokens) {
    if (spellings.isEmpty()) {
      return tokens;
    }
    String[] words = new String[tokens.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(tokens.get(i));
    }
    int length = words.length;
    for (Map<String, Map<String, String>> pass : passes) {
      length = join(pass, words, length);
    }
    return Arrays.asList(words).subList(0, length);
  }

  /** A token of the text as it stands among phrases. */
  private String word(String token) {
    if (token.indexOf(joiner) < 0) {
      return token;
    }
    int bare = 0;
    while (token.startsWith(ESCAPE, bare)) {
      bare++;
    }
    return spellings.contains(token.substring(bare)) ? ESCAPE + token : token;
  }

  private static int join(Map<String, Map<String, String>> pass, String[] words, int length) {
    int to = 0;
    for (int from = 0; from < length; from++) {
      Map<String, String> rights = from + 1 < length ? pass.get(words[from]) : null;
      String joined = rights == null ? null : rights.get(words[from + 1]);
      if (joined != null) {
        from++;
      }
      words[to++] = joined == null ? words[from] : joined;
    }
    return to;
  }

  /** Pairs of all passes. */
  public int size() {
    return passes.stream().flatMap(pass -> pass.values().stream()).mapToInt(Map::size).sum();
  }

  public boolean isEmpty() {
    return spellings.isEmpty();
  }

  String joiner() {
    return String.valueOf(joiner);
  }

  /** How the phrase is spelled. */
  public String spelled(Phrase phrase) {
    return phrase.left() + joiner + phrase.right();
  }

  /** The right words by the left one, a map a pass; sorted. */
  List<Map<String, List<String>>> pairs() {
    List<Map<String, List<String>>> all = new ArrayList<>();
    for (Map<String, Map<String, String>> pass : passes) {
      Map<String, List<String>> sorted = new TreeMap<>();
      pass.forEach((left, rights) -> sorted.put(left, rights.keySet().stream().sorted().toList()));
      all.add(sorted);
    }
    return all;
  }
}
