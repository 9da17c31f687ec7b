package dev.perplex.registry;

import dev.perplex.text.TextProfile;
import java.util.List;

/** Versions, facts and entries of a history, as small as can be. */
public final class Examples {
  private Examples() {}

  static DataFacts facts(long trainTokens, String text) {
    TextProfile.Counts counts = new TextProfile.Counts();
    counts.add(text);
    return new DataFacts(
        100,
        10,
        1_000,
        trainTokens,
        200,
        10,
        List.of(new DataFacts.Growth(1_000, 300), new DataFacts.Growth(2_000, 500)),
        "t1",
        counts.profile());
  }

  static Version version(String name) {
    return version(name, "model of " + name, "e1");
  }

  static Version version(String name, String content, String text) {
    return version(name, content, text, "starts anew at each document");
  }

  static Version version(String name, String content, String text, String state) {
    return new Version(
        name,
        "run-" + name,
        "2026-11-21",
        "reports/run-" + name + "/index.html",
        "2026-11-21T09:30:00Z",
        List.of(new Version.Piece("train", "artefacts/train/" + name, content)),
        new Version.Evaluation(text.repeat(32), "a1".repeat(32), 50, 1_000, 6_000, state),
        List.of(new Version.Score("lstm", "LSTM", 90.5, 1.25)),
        "lstm",
        List.of(new Version.Band("10-99", 500, 300)),
        List.of(new Version.VectorScore("questions.txt", 0.25, 400)),
        facts(2_000, "the cat"));
  }

  /** A version of which its run matters alone, and perhaps an artefact. */
  public static Version bare(String name, String run, String made, Version.Piece... pieces) {
    return new Version(
        name,
        run,
        "",
        "",
        made,
        List.of(pieces),
        new Version.Evaluation("", "", 1, 1, 1, null),
        List.of(),
        "lstm",
        List.of(),
        List.of(),
        null);
  }

  static Event.Draft promotion(Version version, String against) {
    return new Event.Draft(
        Event.Kind.PROMOTED, "ann", "better", version.run(), version, against, "d1", List.of());
  }

  static Event.Draft refusal(Version version) {
    return new Event.Draft(
        Event.Kind.REFUSED, "ann", "worse", version.run(), version, "", "d2", List.of());
  }

  static Event.Draft rollback(Version version) {
    return new Event.Draft(
        Event.Kind.ROLLED_BACK, "bob", "markup", version.run(), version, "", "", List.of());
  }
}
