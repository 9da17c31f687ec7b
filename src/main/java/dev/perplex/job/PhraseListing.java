package dev.perplex.job;

import dev.perplex.text.Phrase;
import dev.perplex.text.PhraseSettings;
import dev.perplex.text.spark.LearnedPhrases;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Learned phrases as people see them. */
record PhraseListing(LearnedPhrases learned, PhraseSettings settings) {
  private static final int SHOWN = 6;

  /** One line of the last pass: how many phrases it has, and the most frequent ones. */
  String lastPass() {
    int number = learned.passes().size();
    LearnedPhrases.Pass pass = learned.passes().get(number - 1);
    int kept = pass.kept().size();
    String line =
        String.format(
            Locale.ROOT,
            "pass %d: %s above %s = %s in %,d words",
            number,
            counted(kept),
            settings.score().name().toLowerCase(Locale.ROOT),
            pass.threshold(),
            pass.words());
    if (pass.above() > kept) {
      line +=
          String.format(
              Locale.ROOT,
              " (the best of %,d: %s.max-phrases = %d)",
              pass.above(),
              TokenizeJob.PHRASES,
              settings.maxPhrases());
    }
    return kept == 0 ? line : line + ": " + mostFrequent(pass);
  }

  private String mostFrequent(LearnedPhrases.Pass pass) {
    return pass.kept().stream()
        .sorted(Phrase.FREQUENT_FIRST)
        .limit(SHOWN)
        .map(learned.phrases()::spelled)
        .collect(Collectors.joining(", "));
  }

  /** For the manifest: of all passes, and of each. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("phrases", (long) learned.phrases().size());
    for (int pass = 1; pass <= learned.passes().size(); pass++) {
      counts.put("phrases.pass-" + pass, (long) learned.passes().get(pass - 1).kept().size());
    }
    return counts;
  }

  /** A line a phrase, best first: pass, left, right, count, score, tabs between. */
  String table() {
    StringBuilder table = new StringBuilder("pass\tleft\tright\tcount\tscore\n");
    for (int pass = 1; pass <= learned.passes().size(); pass++) {
      for (Phrase phrase : learned.passes().get(pass - 1).kept()) {
        table.append(pass).append('\t').append(phrase.left()).append('\t').append(phrase.right());
        table.append('\t').append(phrase.count()).append('\t').append(phrase.score()).append('\n');
      }
    }
    return table.toString();
  }

  static String counted(long phrases) {
    return String.format(Locale.ROOT, "%,d phrase%s", phrases, phrases == 1 ? "" : "s");
  }
}
