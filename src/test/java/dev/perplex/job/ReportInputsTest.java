package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportInputsTest {
  @TempDir Path folder;

  private Artefact artefact(Stage stage, String tokenizer, String words, Map<String, Long> counts) {
    ArtefactWriter writer =
        new ArtefactStore(Location.of(folder.toString(), new Configuration()))
            .attempt(stage, Fingerprint.of(stage, Map.of("t", tokenizer, "w", words), Map.of()));
    List<PartFile> files =
        List.of(
            file(writer, TokenizeJob.TOKENIZER_FILE, tokenizer),
            file(writer, VocabJob.VOCABULARY_FILE, words));
    return writer.publish(
        files, counts, new RunRecord("r", Map.of(), Map.of(), Map.of(), Map.of(), "now", 1));
  }

  private static PartFile file(ArtefactWriter writer, String name, String text) {
    return writer.file(name, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .message()
        .contains(parts);
  }

  @Test
  void aModelOfAnotherTokenizerOrVocabularyIsRefused() {
    Artefact ids = artefact(Stage.VOCAB, "lower", "a b", Map.of());
    ReportInputs.checkTokens(ids, artefact(Stage.TRAIN, "lower", "a b", Map.of()));
    refused(
        () -> ReportInputs.checkTokens(ids, artefact(Stage.TRAIN, "keep", "a b", Map.of())),
        "The train model in ",
        " has another tokenizer than the test tokens in ",
        "Make it again with --force=train.");
    refused(
        () -> ReportInputs.checkTokens(ids, artefact(Stage.TRAIN, "lower", "a c", Map.of())),
        " has another vocabulary than ");
  }

  private Artefact counted(long tokens, long eos, long unknown, long valid) {
    String name = tokens + " " + eos + " " + unknown + " " + valid;
    return artefact(
        Stage.VOCAB,
        name,
        name,
        Map.of(
            "test.tokens",
            tokens,
            "test.eos",
            eos,
            "test.unknown",
            unknown,
            "valid.tokens",
            valid));
  }

  @Test
  void aSplitWithoutAPerplexityIsRefused() {
    ReportInputs.checkSplits(counted(2, 1, 0, 5));
    ReportInputs.checkSplits(counted(1, 0, 0, 5)); // a single word has one
    refused(() -> ReportInputs.checkSplits(counted(0, 0, 0, 5)), "The test split is empty");
    refused(
        () -> ReportInputs.checkSplits(counted(3, 3, 0, 5)),
        "The test split holds no word: all 3 tokens are <eos>, so there is no perplexity.");
    refused(
        () -> ReportInputs.checkSplits(counted(1, 0, 1, 5)),
        "The test split holds no known word: all 1 tokens are <unk>");
    refused(() -> ReportInputs.checkSplits(counted(3, 1, 0, 0)), "The validation split of ");
  }

  @Test
  void pointsOfGrowthAreOneTwoAndFive() {
    assertThat(TextFacts.after(1000)).isEqualTo(2000);
    assertThat(TextFacts.after(2000)).isEqualTo(5000);
    assertThat(TextFacts.after(5000)).isEqualTo(10_000);
    assertThat(TextFacts.after(50_000_000_000L)).isEqualTo(100_000_000_000L);
  }
}
