"""Prepares word2vec.c for measuring; every change is checked to have applied.

usage: patch_word2vec_c.py SOURCE TARGET

What changes, and that is all:
- the flag `eof`, in the versions that have one, is put back at the start of an epoch (without that, one
  thread trains a single epoch whatever -iter says; versions that ask feof() do not have the fault);
- the training threads' wall time and the words that they worked through are printed at the end, so
  that a measurement is not of the vocabulary scan, and a short training does not go unseen;
- WORD2VEC_SEED, where set, starts the random numbers elsewhere: the original has no seed.
"""

import pathlib
import re
import sys


def replaced(text, pattern, replacement, count):
    text, found = re.subn(pattern, replacement, text)
    if found != count:
        sys.exit(f"patch_word2vec_c: '{pattern}' stands {found} times in this version, not {count}: look at it by hand.")
    return text


def patched(text):
    if re.search(r"\bchar eof\b|\beof = 0;", text):
        # Twice where the thread's loop also sets it at the declaration; only the epoch's start is changed.
        text = replaced(text, r"(?m)^(\s+)word_count = 0;$", r"\1word_count = 0;\n\1eof = 0;", 1)
    elif "if (feof(fi) ||" not in text:
        sys.exit("patch_word2vec_c: this version knows neither eof nor feof: look at it by hand.")
    text = replaced(text, r"#include <pthread\.h>\n", "#include <pthread.h>\n#include <time.h>\n" + HELPERS, 1)
    text = replaced(text, r"unsigned long long next_random = 1;", "unsigned long long next_random = 1 + seed();", 1)
    text = replaced(text, r"next_random = \(long long\)id;", "next_random = (long long)id + 977 * seed();", 1)
    text = replaced(text, r"\n  start = clock\(\);\n", "\n  start = clock();\n  double measured = wall();\n", 1)
    text = replaced(text, r"(pthread_join\(pt\[a\], NULL\);\n)", r"\1" + REPORT, 1)
    return text


HELPERS = """
static double wall() {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}
static unsigned long long seed() {
  const char *text = getenv("WORD2VEC_SEED");
  return text ? strtoull(text, NULL, 10) : 0;
}
"""

REPORT = """  fprintf(stderr, "\\\\ntraining %.4f seconds, %lld of %lld words\\\\n", wall() - measured, word_count_actual,
          iter * train_words);
"""

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:])
    target.write_text(patched(source.read_text(encoding="utf-8")), encoding="utf-8")
