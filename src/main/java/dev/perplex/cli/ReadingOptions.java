package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import dev.perplex.report.ReportSettings;
import java.util.Map;
import picocli.CommandLine.Option;

/** How text is read. What an option does not say is as {@code report.*} has it. */
final class ReadingOptions {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      defaultValue = "document",
      description = "Where state starts anew: document (each line) or stream (nowhere).")
  Reading.State state;

  @Option(
      names = "--cache",
      paramLabel = "TOKENS",
      defaultValue = "0",
      description = "Mix in a neural cache of the last TOKENS tokens (default: 0, none).")
  int window;

  @Option(
      names = "--theta",
      paramLabel = "NUMBER",
      description = "How strongly like states count in the cache (default: report.cache.theta).")
  Double theta;

  @Option(
      names = "--lambda",
      paramLabel = "NUMBER",
      description = "The cache's share of the probability (default: report.cache.lambda).")
  Double lambda;

  @Option(
      names = "--dynamic",
      paramLabel = "RATE",
      defaultValue = "0",
      description = "Learn from the text while scoring, at this rate (default: 0, not).")
  double rate;

  Reading reading(Settings settings) {
    ReportSettings defaults = settings.block("report", ReportSettings.class);
    DynamicSettings dynamic = defaults.dynamic();
    return Checked.options(
        Map.of(
            "window", "--cache 500",
            "theta", "--theta 0.3",
            "lambda", "--lambda 0.1",
            "rate", "--dynamic 0.1"),
        () ->
            new Reading(
                state,
                new CacheSettings(
                    window,
                    theta == null ? defaults.cache().theta() : theta,
                    lambda == null ? defaults.cache().lambda() : lambda,
                    CacheSettings.Fit.NONE),
                new DynamicSettings(rate, dynamic.decay(), dynamic.steps(), dynamic.clip())));
  }
}
