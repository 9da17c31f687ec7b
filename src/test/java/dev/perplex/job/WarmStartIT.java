package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Day after day on growing text, from the champion of the day before. */
class WarmStartIT {
  private static final String FROM_CHAMPION = "train.start=champion";

  @TempDir Path folder;

  @Test
  void aRunGoesOnFromTheChampionOnceHoweverOftenItIsSubmitted() {
    Workplace place = Workplace.small(folder);
    Ended first = pipeline(place, "2026-11-21", FROM_CHAMPION);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("train     starts anew: the pipeline had no champion when this run began");

    List<String> grown = new ArrayList<>(Workplace.text());
    grown.addAll(SmallText.lines(100, 6));
    grown.add("a sentence with unheard words");
    place.write("text.txt", String.join("\n", grown) + "\n");
    String[] second = {FROM_CHAMPION, "train.epochs=1"};
    Ended next = pipeline(place, "2026-11-22", second);
    assertThat(next.code()).as(next.err()).isZero();
    assertThat(next.out())
        .containsPattern("train     starts from \\S+, which knows \\d+ of 100 words");
    assertThat(next.out()).contains("is the champion of small now");

    // It is the champion itself now; submitted again, it does not go on from itself.
    Ended again = pipeline(place, "2026-11-22", second);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("train     skipped").doesNotContain("starts from");

    List<Artefact> warm = place.artefacts(Stage.TRAIN);
    Ended cold = Commands.run(command(place, "train", "2026-11-22", "train.epochs=1"));
    assertThat(cold.code()).as(cold.err()).isZero();
    Artefact anew =
        place.artefacts(Stage.TRAIN).stream()
            .filter(
                each ->
                    warm.stream().noneMatch(old -> old.folder().uri().equals(each.folder().uri())))
            .findFirst()
            .orElseThrow();
    Artefact started =
        warm.stream()
            .filter(each -> TrainJob.training(each).curve().size() < 20)
            .filter(each -> each.manifest().record().inputs().containsKey("start"))
            .findFirst()
            .orElseThrow();
    assertThat(TrainJob.training(started).curve().get(0).validationPerplexity())
        .as("after as many tokens")
        .isLessThan(0.9 * TrainJob.training(anew).curve().get(0).validationPerplexity());

    Ended wider = pipeline(place, "2026-11-23", FROM_CHAMPION, "train.model.hidden=24");
    assertThat(wider.code()).isEqualTo(2);
    assertThat(wider.err()).contains("train.model.hidden = 24", "has 16");
    Ended missing = pipeline(place, "2026-11-23", "train.start=" + folder.resolve("nowhere"));
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("train.start = ", "no finished artefact lies");
    Ended dl4j = pipeline(place, "2026-11-23", FROM_CHAMPION, "train.engine=dl4j");
    assertThat(dl4j.code()).isEqualTo(2);
    assertThat(dl4j.err()).contains("the engine dl4j starts anew alone");
  }

  private static Ended pipeline(Workplace place, String date, String... settings) {
    return Commands.run(command(place, "pipeline", date, settings));
  }

  private static String[] command(Workplace place, String name, String date, String... settings) {
    List<String> more = new ArrayList<>(List.of("--date", date));
    for (String each : settings) {
      more.add("--set");
      more.add(each);
    }
    return place.command(name, more.toArray(String[]::new));
  }
}
