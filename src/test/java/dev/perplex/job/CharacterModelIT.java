package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.lm.dl4j.PyTorchFormulas;
import dev.perplex.lm.dl4j.PyTorchWeights;
import dev.perplex.provenance.Stage;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.vocab.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of characters from text to text, with all that may be made of it. */
class CharacterModelIT {
  @TempDir static Path folder;
  private static Workplace place;
  private static Ended pipeline;
  private static Report report;

  @BeforeAll
  static void runIt() {
    place = Workplace.small(folder);
    pipeline =
        Commands.run(
            place.command(
                "pipeline",
                "--set",
                "tokenize.kind=characters",
                "--set",
                "tokenize.letter-case=keep",
                "--set",
                "train.epochs=1",
                "--set",
                "report.state=stream",
                "--set",
                "report.cache { window = 60, fit = valid }",
                "--set",
                "report.dynamic.rate=0.05"));
    assertThat(pipeline.code()).as(pipeline.err()).isZero();
    report = ReportedRun.read(place.artefact(Stage.REPORT));
  }

  @Test
  void bitsPerCharacterAreWhatTheReportSays() {
    ModelScore lstm = report.score("lstm");
    assertThat(report.test().unknown()).isZero();
    assertThat(report.test().tokens())
        .as("each character is a token, each line end an <eos>")
        .isEqualTo(report.test().characters());
    assertThat(lstm.bitsPerCharacter())
        .isCloseTo(Math.log(lstm.perplexity()) / Math.log(2), within(1e-9))
        .isLessThan(0.8 * report.score("unigram").bitsPerCharacter());
    assertThat(pipeline.out().replace('\n', ' '))
        .contains(
            String.format(
                Locale.ROOT,
                "LSTM: %.4f bits a character over %,d characters",
                lstm.bitsPerCharacter(),
                report.test().characters()));
    assertThat(report.test().state()).isEqualTo("carried from document to document");
  }

  @Test
  void cacheAndDynamicEvaluationHaveRowsOfTheirOwn() {
    assertThat(report.models())
        .extracting(ModelScore::model)
        .containsExactly(
            "unigram",
            "ngram",
            "lstm",
            "lstm+dynamic",
            "lstm+cache",
            "lstm+dynamic+cache",
            "lstm+ngram",
            "lstm+dynamic+ngram",
            "lstm+cache+ngram",
            "lstm+dynamic+cache+ngram");
    assertThat(report.score("lstm+dynamic").perplexity())
        .isLessThan(report.score("lstm").perplexity());
    assertThat(report.notes())
        .anyMatch(note -> note.startsWith("lstm+cache: a neural cache (Grave et al. 2017) of 60"))
        .anyMatch(note -> note.startsWith("lstm+dynamic: dynamic evaluation (Krause et al. 2018)"));
  }

  @Test
  void generatedTextIsTheSameForASeedAndVerbatim() {
    String[] command =
        place.command("generate", "--length", "80", "--seed", "5", "--prompt", "The  ");
    Ended text = Commands.run(command);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).startsWith("The  ").doesNotContain("<unk>").hasSizeBetween(85, 86);
    assertThat(Commands.run(command)).isEqualTo(text);
    Ended strange = Commands.run(place.command("generate", "--prompt", "The Ω", "--samples", "2"));
    assertThat(strange.err()).isEqualTo("the model reads <unk> for what it does not know: Ω\n");
    assertThat(strange.out()).startsWith("--- 1 of 2\nThe Ω").contains("--- 2 of 2\nThe Ω");
  }

  @Test
  void linesAreScoredAsOften() throws Exception {
    Path file = place.write("lines.txt", "The ban\n\nis not\n");
    Ended words = Commands.run(place.command("score", "-v", "word", file.toString()));
    assertThat(words.code()).as(words.err()).isZero();
    List<String> lines = words.out().lines().toList();
    assertThat(lines).hasSize(8 + 1 + 1 + 7 + 1 + 4);
    assertThat(lines.get(3)).startsWith(" \t");
    assertThat(lines.get(9)).isEqualTo("Total: 0.000000 OOV: 0");
    assertThat(lines.get(21)).isEqualTo("Tokens:\t15");
    Ended stream =
        Commands.run(
            place.command(
                "score", "-v", "summary", "--state", "stream", "--cache", "9", file.toString()));
    assertThat(stream.out()).isNotEqualTo(words.out()).endsWith("Tokens:\t15\n");
    Files.write(file, new byte[] {'a', (byte) 0xE9, '\n'});
    Ended refused = Commands.run(place.command("score", file.toString()));
    assertThat(refused.code()).isEqualTo(20);
    assertThat(refused.err())
        .isEqualTo(
            "perplex: lines.txt: byte 0xE9 at offset 1 is not UTF-8. Pass another --encoding"
                + " (ISO-8859-1?) or pass --set prepare.bad-bytes=replace.\n");
  }

  @Test
  void exportedWeightsGiveTheReportsLosses() {
    StoredModel stored = new StoredModel(place.artefact(Stage.TRAIN));
    PyTorchFormulas formulas = new PyTorchFormulas(PyTorchWeights.of(stored.model()));
    Vocabulary vocabulary = stored.vocabulary();
    int[] ids = "The ban".chars().map(each -> vocabulary.id(Character.toString(each))).toArray();
    assertThat(formulas.losses(ids))
        .containsExactly(stored.model().reader().losses(ids), within(1e-4));
    for (String format : List.of("npz", "safetensors")) {
      Path target = folder.resolve("weights." + format);
      Ended ended =
          Commands.run(place.command("export", "--format", format, "--to", target.toString()));
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(target).isRegularFile();
      Ended again =
          Commands.run(place.command("export", "--format", format, "--to", target.toString()));
      assertThat(again.err()).contains("exists. An export overwrites nothing");
    }
  }
}
