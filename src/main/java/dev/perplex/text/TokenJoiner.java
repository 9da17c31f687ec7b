package dev.perplex.text;

import dev.perplex.text.TokenizeSettings.Kind;
import java.util.Set;

/**
 * Makes readable text of tokens, one by one: characters as they are, words with the spaces that
 * people set. What the tokenizer dropped (letter case, digits) does not come back.
 */
public final class TokenJoiner {
  /** Marks that lean on the word before. */
  private static final Set<String> CLOSING =
      Set.of(".", ",", ";", ":", "!", "?", ")", "]", "}", "%", "…", "...", "”", "»", "、", "。");

  /** Marks that lean on the word after. */
  private static final Set<String> OPENING = Set.of("(", "[", "{", "$", "£", "€", "“", "«", "¿");

  /** Marks between two words without spaces. */
  private static final Set<String> JOINING = Set.of("-", "/", "–", "—", "’", "_");

  /** WikiText's spelling of marks that stood within a word or number. */
  private static final Set<String> SPLIT_MARKS = Set.of("@-@", "@,@", "@.@");

  private final boolean characters;
  private final String phraseJoiner; // empty where there are no phrases
  private boolean tight = true; // nothing goes before the next token
  private boolean quoted; // within straight quotes

  TokenJoiner(Kind kind, String phraseJoiner) {
    this.characters = kind == Kind.CHARACTERS;
    this.phraseJoiner = phraseJoiner;
  }

  /** What the token adds to the text; an {@code <eos>} ends the line. */
  public String next(String token) {
    if (token.equals(SpecialToken.EOS)) {
      tight = true;
      quoted = false;
      return "\n";
    }
    if (characters) {
      return token;
    }
    if (SPLIT_MARKS.contains(token)) {
      tight = true;
      return token.substring(1, 2);
    }
    boolean closingQuote = token.equals("\"") && quoted;
    boolean leans =
        tight
            || CLOSING.contains(token)
            || JOINING.contains(token)
            || closingQuote
            || contraction(token);
    if (token.equals("\"")) {
      quoted = !quoted;
    }
    tight =
        OPENING.contains(token) || JOINING.contains(token) || (token.equals("\"") && !closingQuote);
    return (leans ? "" : " ") + spelled(token);
  }

  /** {@code 's}, {@code 're} and {@code n't}, as treebanks cut them. */
  private static boolean contraction(String token) {
    return token.equals("n't")
        || (token.length() > 1 && token.length() < 4 && token.startsWith("'"));
  }

  private String spelled(String token) {
    if (token.startsWith("\\") && token.length() > 1) {
      return token.substring(1); // the text itself spelled a symbol, or a phrase
    }
    return phraseJoiner.isEmpty() || token.length() < 3 ? token : token.replace(phraseJoiner, " ");
  }
}
