package dev.perplex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.text.CorpusManifest;
import dev.perplex.text.PrepareSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
  @TempDir Path folder;

  private static String corpus(Settings settings) {
    return settings.block("prepare", PrepareSettings.class).corpus();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void standForWhatWasGivenInFilesAndAssignments() throws IOException {
    Path file = file("a.conf", "prepare.corpus = ${PLACE}/${DAY}.conf\n");
    Variables given = Variables.of(List.of("PLACE=s3a://b/x=y", "DAY=1", "DAY=2"));
    assertThat(corpus(Settings.load(List.of(file), List.of(), given)))
        .isEqualTo("s3a://b/x=y/2.conf");
    assertThat(
            corpus(Settings.load(List.of(), List.of("prepare.corpus=${PLACE}\"/c.conf\""), given)))
        .isEqualTo("s3a://b/x=y/c.conf");
  }

  @Test
  void areStrongerThanTheEnvironment() throws IOException {
    Path file = file("a.conf", "prepare.corpus = ${PATH}\n");
    assertThat(corpus(Settings.load(List.of(file), List.of()))).isEqualTo(System.getenv("PATH"));
    Variables given = Variables.of(List.of("PATH=mine"));
    assertThat(corpus(Settings.load(List.of(file), List.of(), given))).isEqualTo("mine");
  }

  @Test
  void areNoSettings() throws IOException {
    Settings settings = Settings.load(List.of(), List.of(), Variables.of(List.of("RUN=x")));
    assertThat(settings.effective()).noneMatch(each -> each.key().startsWith("RUN"));
  }

  @Test
  void reachTheCorpusManifest() throws IOException {
    file("corpus.conf", "name = a\nsources = [ { path = ${PLACE}\"/date=\"${PERPLEX_DATE} } ]\n");
    Variables day = Variables.NONE.or("PERPLEX_DATE", "2026-11-21");
    assertThat(source(day.or("PLACE", "/text"))).isEqualTo("/text/date=2026-11-21");
    Variables mine = Variables.of(List.of("PERPLEX_DATE=2025-01-01")).or("PERPLEX_DATE", "x");
    assertThat(source(mine.or("PLACE", "p"))).isEqualTo("p/date=2025-01-01");
    assertThatThrownBy(() -> source(day))
        .hasMessageContaining("uses a variable that is not set")
        .hasMessageContaining("PLACE")
        .hasMessageContaining("--variable NAME=VALUE");
  }

  private String source(Variables variables) {
    String corpus = "prepare.corpus=\"" + folder.resolve("corpus.conf") + "\"";
    return Settings.load(List.of(), List.of(corpus), variables)
        .corpus(CorpusManifest.class)
        .sources()
        .get(0)
        .path();
  }

  @Test
  void otherFormsAreRefused() {
    for (String wrong : List.of("PLACE", "place=x", "=x", "A.B=x", "1A=x")) {
      assertThatThrownBy(() -> Variables.of(List.of(wrong)))
          .hasMessageStartingWith("--variable " + wrong + " is not of the form NAME=VALUE");
    }
  }
}
