package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.config.Settings;
import dev.perplex.job.RunSummary;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandIT {
  /** A browser that does not start is no fault of the run's. */
  @Test
  void whatFollowsARunDoesNotChangeHowItEnded(@TempDir Path folder) {
    Workplace place = Workplace.small(folder);
    List<String> brief = List.of("train.epochs=1", "word2vec.epochs=1");
    Settings settings = Settings.load(List.of(place.settings()), brief);
    run(settings, List.of(Stage.values()), summary -> {});
    Path result = place.stored("result.json").get(0);
    Map<?, ?> before = Workplace.json(result);
    assertThat(before.get("verdict")).isEqualTo("done");
    AtomicReference<Object> seen = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                run(
                    settings,
                    List.of(Stage.REPORT),
                    summary -> {
                      seen.set(Workplace.json(result).get("verdict"));
                      throw new UnsatisfiedLinkError("no browser");
                    }))
        .isInstanceOf(UnsatisfiedLinkError.class);
    assertThat(seen).hasValue("done");
    Map<?, ?> after = Workplace.json(result);
    assertThat(after.get("verdict")).isEqualTo("done");
    assertThat(after.get("perplexity")).isEqualTo(before.get("perplexity"));
    assertThat(after.get("ended")).isNotEqualTo(before.get("ended"));
  }

  private static void run(Settings settings, List<Stage> stages, Consumer<RunSummary> then) {
    PrintWriter out = new PrintWriter(new StringWriter());
    int code =
        Commands.under("local[2]", () -> RunCommand.run(settings, stages, Set.of(), out, then));
    assertThat(code).isZero();
  }
}
