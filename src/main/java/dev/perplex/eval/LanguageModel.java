package dev.perplex.eval;

/**
 * A language model whose weights no longer change, ready to be asked. Safe for many threads; each
 * takes a reader of its own.
 */
public interface LanguageModel {

  /** Words, {@code <unk>} and {@code <eos>} included: ids are from 0 to this less one. */
  int vocabulary();

  /** Reads text from a fresh state. */
  LanguageReader reader();
}
