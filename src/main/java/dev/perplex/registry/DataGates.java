package dev.perplex.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a corpus may be trained on: by itself, and by the one that the champion was trained on. A
 * value at its bound passes.
 */
public final class DataGates {
  private static final String BLOCK = "promote.data.";

  private final DataSettings settings;
  private final DataFacts facts;
  private final DataFacts before; // null where there is no champion
  private final List<GateDecision> decisions = new ArrayList<>();

  private DataGates(DataSettings settings, DataFacts facts, DataFacts before) {
    this.settings = settings;
    this.facts = facts;
    this.before = before;
  }

  /**
   * Every gate's decision, in a fixed order.
   *
   * @param before facts of the champion's data; null where there is no champion
   */
  public static List<GateDecision> judge(DataSettings settings, DataFacts facts, DataFacts before) {
    DataGates gates = new DataGates(settings, facts, before);
    gates.alone();
    gates.text();
    gates.tokens();
    gates.types();
    gates.look();
    return List.copyOf(gates.decisions);
  }

  private void alone() {
    if (settings.minTokens() == 0) {
      off("tokens", "min-tokens");
    } else {
      least(
          "tokens",
          "min-tokens",
          facts.trainTokens(),
          settings.minTokens(),
          String.format(Locale.ROOT, "%,d tokens in the training split", facts.trainTokens()));
    }
    if (settings.maxUnknown() == 0) {
      off("unknown", "max-unknown");
    } else {
      most(
          "unknown",
          "max-unknown",
          facts.unknownShare(),
          settings.maxUnknown(),
          String.format(
              Locale.ROOT,
              "a share of %.4f of the test split's tokens is unknown",
              facts.unknownShare()));
    }
  }

  private void text() {
    if (comparable("text-ratio", "min-text-ratio", settings.minTextRatio())) {
      double ratio = ratio(facts.characters(), before.characters());
      least(
          "text-ratio",
          "min-text-ratio",
          ratio,
          settings.minTextRatio(),
          String.format(
              Locale.ROOT,
              "%,d characters of text against %,d of the champion's, a ratio of %.4f",
              facts.characters(),
              before.characters(),
              ratio));
    }
    if (comparable("duplicates", "max-duplicate-rise", settings.maxDuplicateRise())) {
      double rise = facts.duplicateShare() - before.duplicateShare();
      most(
          "duplicates",
          "max-duplicate-rise",
          rise,
          settings.maxDuplicateRise(),
          String.format(
              Locale.ROOT,
              "%.2f %% of the documents are duplicates, %.2f %% of the champion's: a rise of %.4f",
              100 * facts.duplicateShare(),
              100 * before.duplicateShare(),
              rise));
    }
  }

  private void tokens() {
    boolean least = countable("token-fall", "min-token-ratio", settings.minTokenRatio());
    boolean most = countable("token-rise", "max-token-ratio", settings.maxTokenRatio());
    if (least || most) {
      double ratio = ratio(facts.trainTokens(), before.trainTokens());
      String words =
          String.format(
              Locale.ROOT,
              "%,d training tokens against %,d of the champion's, a ratio of %.4f",
              facts.trainTokens(),
              before.trainTokens(),
              ratio);
      if (least) {
        least("token-fall", "min-token-ratio", ratio, settings.minTokenRatio(), words);
      }
      if (most) {
        most("token-rise", "max-token-ratio", ratio, settings.maxTokenRatio(), words);
      }
    }
    if (countable("unknown-rise", "max-unknown-rise", settings.maxUnknownRise())) {
      double rise = facts.unknownShare() - before.unknownShare();
      most(
          "unknown-rise",
          "max-unknown-rise",
          rise,
          settings.maxUnknownRise(),
          String.format(
              Locale.ROOT,
              "%.2f %% of the test split's tokens are unknown, %.2f %% of the champion's: a rise of"
                  + " %.4f",
              100 * facts.unknownShare(),
              100 * before.unknownShare(),
              rise));
    }
  }

  /** Distinct words among as many tokens, where both have been counted there. */
  private void types() {
    String key = "max-type-ratio";
    if (!countable("types", key, settings.maxTypeRatio())) {
      return;
    }
    DataFacts.Growth mine = null;
    DataFacts.Growth theirs = null;
    for (DataFacts.Growth each : facts.growth()) {
      for (DataFacts.Growth other : before.growth()) {
        if (each.tokens() == other.tokens() && other.types() > 0) {
          mine = each;
          theirs = other;
        }
      }
    }
    if (mine == null) {
      decisions.add(
          GateDecision.leftOut(
              "types",
              BLOCK + key,
              "distinct words were not counted among as many tokens in both"));
      return;
    }
    double ratio = ratio(mine.types(), theirs.types());
    double away = ratio >= 1 || ratio == 0 ? ratio : 1 / ratio;
    String words =
        String.format(
            Locale.ROOT,
            "%,d distinct words among the first %,d tokens against %,d of the champion's, a ratio of"
                + " %.4f",
            mine.types(),
            mine.tokens(),
            theirs.types(),
            ratio);
    most("types", key, ratio == 0 ? Double.MAX_VALUE : away, settings.maxTypeRatio(), words);
  }

  private void look() {
    if (comparable("characters", "max-script-drift", settings.maxScriptDrift())) {
      double drift = facts.profile().kindDistance(before.profile());
      most(
          "characters",
          "max-script-drift",
          drift,
          settings.maxScriptDrift(),
          String.format(
              Locale.ROOT,
              "shares of scripts and kinds of characters are %.4f (total variation) from the"
                  + " champion's",
              drift));
    }
    if (comparable("language", "max-language-drift", settings.maxLanguageDrift())) {
      double drift = facts.profile().trigramDivergence(before.profile());
      most(
          "language",
          "max-language-drift",
          drift,
          settings.maxLanguageDrift(),
          String.format(
              Locale.ROOT,
              "letter trigrams are %.4f bits (Jensen-Shannon) from the champion's",
              drift));
    }
  }

  private boolean comparable(String gate, String key, double bound) {
    if (bound == 0) {
      off(gate, key);
      return false;
    }
    if (before == null) {
      decisions.add(GateDecision.leftOut(gate, BLOCK + key, "there is no champion yet"));
      return false;
    }
    return true;
  }

  /** Whether what counts tokens may be compared. */
  private boolean countable(String gate, String key, double bound) {
    if (!comparable(gate, key, bound)) {
      return false;
    }
    if (!facts.tokenizer().equals(before.tokenizer())) {
      decisions.add(
          GateDecision.leftOut(
              gate, BLOCK + key, "the champion's text was cut into tokens by another tokenizer"));
      return false;
    }
    return true;
  }

  private void least(String gate, String key, double value, double bound, String words) {
    add(gate, value >= bound, value, bound, key, words, "below");
  }

  private void most(String gate, String key, double value, double bound, String words) {
    add(gate, value <= bound, value, bound, key, words, "above");
  }

  private void add(
      String gate,
      boolean passed,
      double value,
      double bound,
      String key,
      String words,
      String beyond) {
    decisions.add(
        GateDecision.of(
            gate,
            passed,
            value,
            bound,
            BLOCK + key,
            words
                + (passed ? ", within " : ", " + beyond + " ")
                + BLOCK
                + key
                + " = "
                + QualityGates.plain(bound)));
  }

  private void off(String gate, String key) {
    decisions.add(GateDecision.leftOut(gate, BLOCK + key, BLOCK + key + " = 0: off"));
  }

  private static double ratio(long one, long other) {
    return (double) one / Math.max(1, other);
  }
}
