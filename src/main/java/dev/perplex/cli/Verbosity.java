package dev.perplex.cli;

/** How much {@code score -v} prints; each level prints what those after it do too. */
enum Verbosity {
  WORD,
  SENTENCE,
  SUMMARY;

  boolean prints(Verbosity what) {
    return compareTo(what) <= 0;
  }
}
