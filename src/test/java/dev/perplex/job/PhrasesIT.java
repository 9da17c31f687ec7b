package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Report;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.text.Document;
import dev.perplex.text.PhraseScore;
import dev.perplex.text.Split;
import dev.perplex.text.Tokenizer;
import dev.perplex.text.TokenizerFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phrases, as a user of {@code jobs/tokenize} and of the stages after it meets them. */
class PhrasesIT {
  private static final String[] NPMI = {
    "--set", "tokenize.phrases.score=npmi",
    "--set", "tokenize.phrases.passes=2",
    "--set", "tokenize.phrases.npmi.threshold=0.9"
  };

  @TempDir Path folder;

  /**
   * Sentences in which {@code is not} always stand together, in a third of them {@code new york
   * city}; {@code los angeles} only where nothing may be learned, {@code de facto} too rarely.
   */
  private Workplace place(String name, String... settings) throws IOException {
    Workplace place = new Workplace(Files.createDirectory(folder.resolve(name)));
    List<String> sources = new ArrayList<>();
    for (Split split : Split.values()) {
      Path file = place.write(split + ".txt", text(split));
      sources.add("{ path = \"" + file + "\", split = " + split + " }");
    }
    place.manifest(
        "sources = [ " + String.join(", ", sources) + " ]", "split.kind = own, duplicates = keep");
    place.write("more.conf", String.join("\n", settings) + "\n");
    return place;
  }

  private static String text(Split split) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (String line : SmallText.lines(split == Split.TRAIN ? 300 : 60, 11 + split.ordinal())) {
      text.append(line.substring(0, line.length() - 1));
      if (number % 3 == 0) {
        text.append(" in New York City");
      } else if (number % 3 == 1) {
        text.append(" in town");
      }
      if (split != Split.TRAIN) {
        text.append(" of Los Angeles, new_york");
      } else if (number < 4) {
        text.append(" de facto");
      }
      text.append(number++ % 50 == 0 ? " na\u00EFve.\n" : ".\n");
    }
    return text.toString();
  }

  private static Ended run(Workplace place, String master, String command, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--config", place.folder().resolve("more.conf").toString()));
    return Commands.on(master, place.command(command, all.toArray(String[]::new)));
  }

  private static Ended tokenized(Workplace place, String master, String... more) {
    Ended prepared = run(place, master, "prepare");
    assertThat(prepared.code()).as(prepared.err()).isZero();
    Ended ended = run(place, master, "tokenize", more);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.failedTasks()).isZero();
    return ended;
  }

  private static List<List<String>> tokens(Artefact artefact, Split split) {
    List<List<String>> documents = new ArrayList<>();
    for (PartFile part : artefact.files(split.label() + "/", Tables.PARQUET)) {
      try (TableReader rows = new TableReader(Tables.TOKENS, artefact, part)) {
        rows.forEachRemaining(row -> documents.add(List.copyOf((List<String>) texts(row[1]))));
      }
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Object column) {
    return (List<String>) column;
  }

  private static long count(List<List<String>> documents, String token) {
    return documents.stream().flatMap(List::stream).filter(token::equals).count();
  }

  @Test
  void phrasesOfTheTrainingSplitAreLearnedAndJoinedEverywhere() throws IOException {
    Workplace place = place("place");
    Ended ended = tokenized(place, "local[2]", NPMI);
    assertThat(ended.out())
        .contains("pass 1: 3 phrases above npmi = 0.9 in ")
        .contains(" words: is_not, new_york, york_city\n")
        .contains("pass 2: 1 phrase above npmi = 0.9 in ")
        .contains(" words: new_york_city\n")
        .contains("4 phrases; ");
    Artefact artefact = place.artefact(Stage.TOKENIZE);
    assertThat(artefact.manifest().counts())
        .contains(entry("phrases", 4L), entry("phrases.pass-1", 3L), entry("phrases.pass-2", 1L));
    for (Split split : Split.values()) {
      List<List<String>> documents = tokens(artefact, split);
      int lines = split == Split.TRAIN ? 300 : 60;
      assertThat(count(documents, "new_york_city")).as(split.label()).isEqualTo(lines / 3);
      assertThat(count(documents, "is_not")).isEqualTo(lines);
      assertThat(count(documents, "is")).isZero();
      assertThat(count(documents, "<eos>"))
          .isEqualTo(lines)
          .isEqualTo(artefact.count(split + ".eos"));
      long all = documents.stream().mapToLong(List::size).sum();
      assertThat(artefact.count(split + ".tokens")).isEqualTo(all);
      assertThat(artefact.count(split + ".tokens.unjoined"))
          .isEqualTo(all + lines + 2 * (lines / 3));
      assertThat(artefact.count(split + ".bytes"))
          .isEqualTo(text(split).getBytes(StandardCharsets.UTF_8).length);
      assertThat(artefact.count(split + ".characters")).isEqualTo(text(split).length());
    }
    assertThat(count(tokens(artefact, Split.TEST), "los_angeles")).as("not learned").isZero();
    assertThat(count(tokens(artefact, Split.TEST), "los")).isEqualTo(60);
    assertThat(count(tokens(artefact, Split.TEST), "\\new_york")).as("a literal one").isEqualTo(60);
    assertThat(place.stored("words")).as("the draft").isEmpty();
  }

  @Test
  void theTokenizerFileJoinsThePhrasesInRawText() throws IOException {
    Workplace place = place("place");
    tokenized(place, "local[2]", NPMI);
    Artefact artefact = place.artefact(Stage.TOKENIZE);
    Tokenizer tokenizer =
        TokenizerFile.parse(artefact.readText(TokenizeJob.TOKENIZER_FILE), "tokenizer.json")
            .tokenizer();
    for (Split split : Split.values()) {
      List<List<String>> documents = new ArrayList<>();
      for (String line : text(split).split("\n", -1)) {
        List<String> document = new ArrayList<>();
        tokenizer.tokenize(new Document("a#0", line), document::add);
        documents.add(document);
      }
      documents.remove(documents.size() - 1); // after the last \n
      assertThat(documents).isEqualTo(tokens(artefact, split));
    }
  }

  /** Counts in one thread and one map. */
  private static Map<String, Double> reference(
      List<List<String>> documents, PhraseScore score, int minCount, double threshold) {
    Map<String, Long> counts = new HashMap<>();
    long words = 0;
    for (List<String> document : documents) {
      for (int i = 0; i < document.size(); i++) {
        if (document.get(i).equals("<eos>")) {
          continue;
        }
        words++;
        counts.merge(document.get(i), 1L, Long::sum);
        if (i > 0 && !document.get(i - 1).equals("<eos>")) {
          counts.merge(document.get(i - 1) + "\t" + document.get(i), 1L, Long::sum);
        }
      }
    }
    Map<String, Double> phrases = new TreeMap<>();
    for (Map.Entry<String, Long> each : counts.entrySet()) {
      String[] pair = each.getKey().split("\t", -1);
      if (pair.length == 2 && each.getValue() >= minCount) {
        double value =
            score.of(each.getValue(), counts.get(pair[0]), counts.get(pair[1]), words, minCount);
        if (value > threshold) {
          phrases.put(each.getKey() + "\t" + each.getValue(), value);
        }
      }
    }
    return phrases;
  }

  @Test
  void phrasesAreThoseOfAPlainCount() throws IOException {
    Workplace plain = place("plain");
    tokenized(plain, "local[2]");
    List<List<String>> documents = tokens(plain.artefact(Stage.TOKENIZE), Split.TRAIN);
    for (PhraseScore score : PhraseScore.values()) {
      String label = score.name().toLowerCase(java.util.Locale.ROOT);
      Map<String, Double> expected =
          reference(documents, score, 5, score == PhraseScore.NPMI ? 0.3 : 6);
      assertThat(expected).hasSizeGreaterThan(10);
      Workplace place = place(label);
      tokenized(
          place,
          "local[2]",
          "--set",
          "tokenize.phrases.passes=1",
          "--set",
          "tokenize.phrases.score=" + label,
          "--set",
          "tokenize.phrases." + label + ".threshold=" + (score == PhraseScore.NPMI ? 0.3 : 6));
      assertThat(table(place)).as(label).isEqualTo(expected);
      // A discount that differs, and a pair across lines, would show.
      assertThat(reference(documents, PhraseScore.WORD2PHRASE, 4, 6)).isNotEqualTo(expected);
      assertThat(reference(joined(documents), score, 5, 0.3).keySet())
          .isNotEqualTo(expected.keySet());
    }
  }

  private static List<List<String>> joined(List<List<String>> documents) {
    return List.of(
        documents.stream().flatMap(List::stream).filter(each -> !each.equals("<eos>")).toList());
  }

  /** LEFT RIGHT COUNT and the score, checked to stand best first. */
  private static Map<String, Double> table(Workplace place) {
    String text = place.artefact(Stage.TOKENIZE).readText(TokenizeJob.PHRASES_FILE);
    Map<String, Double> phrases = new TreeMap<>();
    double last = Double.POSITIVE_INFINITY;
    for (String line : text.lines().skip(1).toList()) {
      String[] fields = line.split("\t", -1);
      assertThat(fields).hasSize(5);
      assertThat(fields[0]).isEqualTo("1");
      double score = Double.parseDouble(fields[4]);
      assertThat(score).isLessThanOrEqualTo(last);
      last = score;
      phrases.put(String.join("\t", fields[1], fields[2], fields[3]), score);
    }
    return phrases;
  }

  @Test
  void tasksAndPartsDoNotChangeAByte() throws IOException {
    String[] low = {
      "tokenize.phrases { passes = 3, min-count = 2, word2phrase { threshold = 5 } }"
    };
    Workplace one = place("one", low);
    Workplace three = place("three", low);
    Workplace whole = place("whole", low);
    Files.writeString(
        whole.folder().resolve("more.conf"), "\nprepare.range = 1048576\n" + low[0] + "\n");
    tokenized(one, "local[1]");
    tokenized(three, "local[3]");
    tokenized(whole, "local[2]");
    assertThat(three.artefact(Stage.TOKENIZE).content())
        .isEqualTo(one.artefact(Stage.TOKENIZE).content());
    Artefact cut = one.artefact(Stage.TOKENIZE);
    Artefact together = whole.artefact(Stage.TOKENIZE);
    assertThat(cut.files("train/", "")).hasSizeGreaterThan(3);
    assertThat(together.files("train/", "")).hasSize(1);
    for (String file : List.of(TokenizeJob.TOKENIZER_FILE, TokenizeJob.PHRASES_FILE)) {
      assertThat(together.readText(file)).as(file).isEqualTo(cut.readText(file));
    }
    assertThat(cut.count("phrases")).isGreaterThan(20);
    assertThat(cut.count("phrases.pass-3")).isPositive();
    for (Split split : Split.values()) {
      assertThat(tokens(together, split)).isEqualTo(tokens(cut, split));
    }
  }

  @Test
  void onlyTheBestAreKept() throws IOException {
    String low = "tokenize.phrases { passes = 1, word2phrase { threshold = 5 } }";
    Workplace all = place("all", low);
    tokenized(all, "local[2]");
    List<String> lines =
        all.artefact(Stage.TOKENIZE).readText(TokenizeJob.PHRASES_FILE).lines().toList();
    assertThat(lines).hasSizeGreaterThan(8);
    Workplace some = place("some", low, "tokenize.phrases { passes = 2, max-phrases = 4 }");
    Ended ended = tokenized(some, "local[2]");
    assertThat(ended.out())
        .contains("pass 1: 4 phrases above word2phrase = 5.0 in ")
        .contains(" (the best of " + (lines.size() - 1) + ": tokenize.phrases.max-phrases = 4): ")
        .doesNotContain("pass 2");
    assertThat(some.artefact(Stage.TOKENIZE).readText(TokenizeJob.PHRASES_FILE).lines())
        .isEqualTo(lines.subList(0, 5));
  }

  /**
   * Fingerprints and bytes of artefacts without phrases are what they were before there were any.
   */
  @Test
  void withoutPhrasesNothingChanges() throws IOException {
    Workplace plain = place("plain");
    tokenized(plain, "local[2]");
    Artefact artefact = plain.artefact(Stage.TOKENIZE);
    assertThat(artefact.manifest().record().settings().keySet())
        .noneMatch(key -> key.contains("phrases"))
        .hasSize(6);
    assertThat(artefact.manifest().counts().keySet()).noneMatch(key -> key.contains("phrases"));
    assertThat(artefact.has(TokenizeJob.PHRASES_FILE)).isFalse();
    Ended again =
        run(
            plain,
            "local[2]",
            "tokenize",
            "--set",
            "tokenize.phrases.score=npmi",
            "--set",
            "tokenize.phrases.min-count=9");
    assertThat(again.out()).contains("settings and inputs are those of");
    assertThat(again.out()).doesNotContain("phrases; ");

    Workplace none = place("none");
    Ended ended = tokenized(none, "local[2]", "--set", "tokenize.phrases.passes=1");
    assertThat(ended.out())
        .contains("pass 1: 0 phrases above word2phrase = 100.0 in ")
        .contains("0 phrases; ");
    assertThat(none.artefact(Stage.TOKENIZE).content()).isEqualTo(artefact.content());
    assertThat(none.artefact(Stage.TOKENIZE).count("phrases")).isZero();
  }

  @Test
  void onlySettingsThatPlayAPartMakeItAnew() throws IOException {
    Workplace place = place("place");
    tokenized(place, "local[2]", NPMI);
    String[] other = {
      "--set", "tokenize.phrases.word2phrase.threshold=7",
      "--set", "tokenize.phrases.word2phrase.factor=1"
    };
    String[] all =
        java.util.stream.Stream.of(NPMI, other)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);
    assertThat(run(place, "local[2]", "tokenize", all).out())
        .contains("settings and inputs are those of")
        .contains("4 phrases; ");
    all[5] = "tokenize.phrases.npmi.threshold=0.95";
    assertThat(run(place, "local[2]", "tokenize", all).out())
        .doesNotContain("settings and inputs are those of")
        .contains("tokenize.phrases.npmi.threshold");
  }

  @Test
  void charactersHaveNoPhrases() throws IOException {
    Workplace place = place("place");
    String[] settings = {"--set", "tokenize.kind=characters", "--set", "tokenize.phrases.passes=2"};
    for (String command : List.of("tokenize", "pipeline")) {
      Ended ended = run(place, "local[2]", command, settings);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err())
          .isEqualTo(
              "perplex: tokenize.phrases.passes = 2 has no meaning with tokenize.kind = characters:"
                  + " phrases are joined words. Pass --set tokenize.phrases.passes=0, or --set"
                  + " tokenize.kind=words.\n");
    }
    Ended ended = run(place, "local[2]", "tokenize", "--set", "tokenize.phrases.npmi.threshold=50");
    assertThat(ended.err())
        .isEqualTo(
            "perplex: tokenize.phrases.npmi.threshold = 50 is not between -1 and 1. Set"
                + " tokenize.phrases.npmi.threshold in conf/perplex.conf or pass --set"
                + " tokenize.phrases.npmi.threshold=0.5.\n");
  }

  /** Bits per byte are over the raw text, in the report and in the score of the same raw text. */
  @Test
  void everyLaterStageTakesPhrasesForWords() throws IOException {
    Workplace place = place("place", "train.epochs = 1");
    Ended ended = run(place, "local[2]", "pipeline", NPMI);
    assertThat(ended.code()).as(ended.err()).isZero();
    Report report = ReportedRun.read(place.artefact(Stage.REPORT));
    Artefact ids = place.artefact(Stage.VOCAB);
    assertThat(VocabJob.vocabulary(ids).id("new_york_city")).isPositive();
    String text = text(Split.TEST);
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    TextScore.Score score =
        new TextScore(place.artefact(Stage.TRAIN)).score("test", new ByteArrayInputStream(raw));
    assertThat(score.model().tokens())
        .isEqualTo(report.test().tokens())
        .isEqualTo(place.artefact(Stage.TOKENIZE).count("test.tokens"));
    assertThat(score.model().eos()).isEqualTo(60);
    assertThat(report.test().bytes()).isEqualTo(raw.length);
    double nats = report.score("lstm").nats();
    assertThat(report.score("lstm").bitsPerByte())
        .isCloseTo(nats / Math.log(2) / raw.length, within(1e-12));
    assertThat(score.model().bitsPerByte())
        .isCloseTo(report.score("lstm").bitsPerByte(), within(1e-6));
  }
}
