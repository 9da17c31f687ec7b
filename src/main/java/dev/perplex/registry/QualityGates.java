package dev.perplex.registry;

import dev.perplex.provenance.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Whether a candidate may become the champion. A value at its bound passes. */
public final class QualityGates {
  private static final String BLOCK = "promote.quality.";
  private static final String OFF = " = 0: off";

  private final QualitySettings settings;
  private final List<GateDecision> decisions = new ArrayList<>();

  private QualityGates(QualitySettings settings) {
    this.settings = settings;
  }

  /** Every gate's decision, in a fixed order. */
  public static List<GateDecision> judge(QualitySettings settings, Measured measured) {
    QualityGates gates = new QualityGates(settings);
    gates.absolute(
        "perplexity", "max-perplexity", measured.perplexity(), settings.maxPerplexity(), "%,.2f");
    gates.absolute(
        "bits a byte",
        "max-bits-per-byte",
        measured.bitsPerByte(),
        settings.maxBitsPerByte(),
        "%.4f");
    gates.relative(measured);
    gates.evidence(measured);
    gates.bands(measured);
    gates.vectors(measured);
    gates.check(measured.check());
    return List.copyOf(gates.decisions);
  }

  /** A model that somebody took out of use comes back by name only. */
  public static GateDecision withdrawn(Event rollback) {
    return GateDecision.of(
        "withdrawal",
        false,
        null,
        null,
        "",
        String.format(
            "%s took this model out of use at %s (%s); 'perplex rollback --to VERSION' brings it"
                + " back",
            rollback.by(), rollback.at(), rollback.why()));
  }

  /**
   * Whether both were judged on the same text, and what follows where they were not.
   *
   * @param champion null for none
   */
  public static GateDecision evaluation(
      PromoteSettings.ChangedEvaluation policy, Version.Evaluation mine, Version champion) {
    String key = "promote.changed-evaluation";
    String gate = "evaluation";
    String set = described(mine);
    if (champion == null) {
      return GateDecision.leftOut(gate, key, "there is no champion yet; judged on " + set);
    }
    if (champion.evaluation().isSame(mine)) {
      return GateDecision.of(
          gate, true, null, null, key, "the evaluation set is the champion's: " + set);
    }
    String changed =
        String.format(
            Locale.ROOT,
            "the evaluation set (%s) is not the one that the champion %s was judged on (%s); %s ="
                + " %s",
            set,
            champion.id(),
            described(champion.evaluation()),
            key,
            policy.name().toLowerCase(Locale.ROOT));
    return GateDecision.of(
        gate, policy != PromoteSettings.ChangedEvaluation.REFUSE, null, null, key, changed);
  }

  private static String described(Version.Evaluation set) {
    return String.format(
        Locale.ROOT,
        "%,d documents, checksum %s%s",
        set.documents(),
        brief(set.textSha256()),
        set.state() == null ? "" : ", state " + set.state());
  }

  private static String brief(String checksum) {
    return checksum.length() > 8 ? checksum.substring(0, 8) : checksum;
  }

  private void absolute(String what, String key, double value, double bound, String format) {
    String gate = key.substring("max-".length());
    if (bound == 0) {
      leftOut(gate, key, key(key) + OFF);
      return;
    }
    boolean passed = value <= bound;
    String words =
        String.format(
            Locale.ROOT,
            what + " " + format + " is %s %s = %s",
            value,
            passed ? "within" : "above",
            key(key),
            plain(bound));
    add(gate, passed, value, bound, key, words);
  }

  private void relative(Measured measured) {
    String key = "max-ratio";
    double bound = settings.maxRatio();
    if (bound == 0) {
      leftOut("ratio", key, key(key) + OFF);
      return;
    }
    if (measured.champion() == null) {
      leftOut("ratio", key, without(measured));
      return;
    }
    Measured.Against against = measured.champion();
    boolean passed = against.ratio() <= bound;
    String words =
        String.format(
            Locale.ROOT,
            "%s %.4f against %.4f of the champion %s%s is a ratio of %.4f, %s %s = %s",
            against.measure(),
            against.value(),
            against.baseline(),
            against.version(),
            against.rescored() ? " (scored anew on this evaluation set)" : "",
            against.ratio(),
            passed ? "within" : "above",
            key(key),
            plain(bound));
    add("ratio", passed, against.ratio(), bound, key, words);
  }

  private void evidence(Measured measured) {
    String key = "evidence";
    String wanted = Labels.of(settings.evidence());
    if (settings.evidence() == QualitySettings.Evidence.NONE) {
      leftOut(key, key, key(key) + " = none");
      return;
    }
    if (measured.champion() == null) {
      leftOut(key, key, without(measured));
      return;
    }
    Measured.Against against = measured.champion();
    boolean passed =
        settings.evidence() == QualitySettings.Evidence.BETTER
            ? against.significant() && against.ratio() < 1
            : !(against.significant() && against.ratio() > 1);
    String chance =
        against.pValue() == null
            ? "one unit of the bootstrap alone shows nothing"
                + (passed
                    ? ""
                    : " (a smaller report.bootstrap.block makes more units, and "
                        + key(key)
                        + " = not-worse lets it pass)")
            : String.format(
                Locale.ROOT,
                "p = %.4f by the paired bootstrap, %s",
                against.pValue(),
                !against.significant()
                    ? "not significant"
                    : against.ratio() < 1 ? "significantly better" : "significantly worse");
    add(key, passed, against.pValue(), null, key, chance + ", and " + key(key) + " = " + wanted);
  }

  /** The band that lost most. */
  private void bands(Measured measured) {
    String key = "max-band-ratio";
    double bound = settings.maxBandRatio();
    if (bound == 0) {
      leftOut("bands", key, key(key) + OFF);
      return;
    }
    Measured.Band worst =
        measured.bands().stream()
            .filter(each -> each.tokens() >= settings.bandTokens())
            .max(Comparator.comparingDouble(each -> each.candidate() / each.champion()))
            .orElse(null);
    if (worst == null) {
      leftOut(
          "bands",
          key,
          measured.champion() == null
              ? without(measured)
              : "no band of words by frequency has "
                  + settings.bandTokens()
                  + " tokens in both, of the row promote.model and scored as the same tokens");
      return;
    }
    double ratio = worst.candidate() / worst.champion();
    boolean passed = ratio <= bound;
    String words =
        String.format(
            Locale.ROOT,
            "words seen %s times in training (%,d tokens) have a perplexity of %,.2f against %,.2f of"
                + " the champion, a ratio of %.4f, the worst of the bands, %s %s = %s",
            worst.label(),
            worst.tokens(),
            worst.candidate(),
            worst.champion(),
            ratio,
            passed ? "within" : "above",
            key(key),
            plain(bound));
    add("bands", passed, ratio, bound, key, words);
  }

  /** The file on which the vectors lost most. */
  private void vectors(Measured measured) {
    String key = "max-vector-drop";
    double bound = settings.maxVectorDrop();
    if (bound == 0) {
      leftOut("vectors", key, key(key) + OFF);
      return;
    }
    Measured.Vectors worst =
        measured.vectors().stream()
            .max(Comparator.comparingDouble(each -> each.champion() - each.candidate()))
            .orElse(null);
    if (worst == null) {
      leftOut(
          "vectors",
          key,
          "the two runs have no scores of word vectors on the same file of questions");
      return;
    }
    double drop = worst.champion() - worst.candidate();
    boolean passed = drop <= bound;
    String words =
        String.format(
            Locale.ROOT,
            "word vectors score %.4f on %s, %.4f of the champion: a drop of %.4f, %s %s = %s",
            worst.candidate(),
            worst.file(),
            worst.champion(),
            drop,
            passed ? "within" : "above",
            key(key),
            plain(bound));
    add("vectors", passed, drop, bound, key, words);
  }

  private void check(Measured.Check check) {
    String key = "check-documents";
    if (check == null) {
      leftOut("packed-model", key, key(key) + OFF);
      return;
    }
    add("packed-model", check.passed(), null, null, key, check.words());
  }

  private static String without(Measured measured) {
    return switch (measured.without()) {
      case FIRST -> "there is no champion yet";
      case CHANGED ->
          "the champion was judged on another evaluation set, and promote.changed-evaluation ="
              + " accept";
      case OFF -> "no gate compares the two";
      case NOT_ASKED -> "not measured, as the candidate is refused already";
    };
  }

  private void add(
      String gate, boolean passed, Double value, Double bound, String key, String words) {
    decisions.add(GateDecision.of(gate, passed, value, bound, key(key), words));
  }

  private void leftOut(String gate, String key, String why) {
    decisions.add(GateDecision.leftOut(gate, key(key), why));
  }

  private static String key(String name) {
    return BLOCK + name;
  }

  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
