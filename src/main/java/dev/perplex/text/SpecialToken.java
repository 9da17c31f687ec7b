package dev.perplex.text;

/** Tokens that are not words; the vocabulary spells them the same. */
public final class SpecialToken {
  /** Stands for every word outside the vocabulary. */
  public static final String UNK = "<unk>";

  /** Ends a line, sentence or document, as the tokenizer file says. */
  public static final String EOS = "<eos>";

  /** Stands for a number, where {@code tokenize.numbers = token}. */
  public static final String NUMBER = "<num>";

  private SpecialToken() {}
}
