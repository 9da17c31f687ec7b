package dev.perplex.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArpaTest {
  private static final Vocabulary WORDS =
      new Vocabulary(
          List.of("<unk>", "<eos>", "a", " ", "<s>", "\u00a0", "<U+0020>", "<UNK>", "\\x", "ä"),
          new long[10]);

  /** As KenLM writes it, with a word in a sentence and one that is not seen. */
  private static final String KENLM =
      """
      \\data\\
      ngram 1=4
      ngram 2=3

      \\1-grams:
      -1\t<unk>\t0
      0\t<s>\t-0.30103
      -0.5\t</s>\t0
      -0.25\ta\t-0.1

      \\2-grams:
      -0.2\t<s> a
      -0.4\ta </s>
      -0.3\ta a

      \\end\\
      """;

  private static ArpaReader.Arpa read(String text) {
    return ArpaReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "m.arpa");
  }

  static long[] sizes(NgramModel model) {
    return IntStream.rangeClosed(0, model.order())
        .mapToLong(n -> n == 0 ? 0 : model.size(n))
        .toArray();
  }

  private static String written(NgramModel model, Vocabulary vocabulary) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArpaWriter.write(NgramParts.of(model), sizes(model), vocabulary, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** <s> a a </s>: -.2, -.3, -.4; an unknown word costs the back-off of a, and its own. */
  @Test
  void aFileOfKenlmIsRead() {
    ArpaReader.Arpa arpa = read(KENLM);
    int a = arpa.vocabulary().id("a");
    double[] losses = arpa.model().reader().losses(new int[] {a, a, 1, 0, a, 0, a});
    double[] log10 = IntStream.range(0, 7).mapToDouble(i -> -losses[i] / Math.log(10)).toArray();
    assertThat(log10)
        .containsExactly(
            new double[] {-.2, -.3, -.4, -.30103 - 1, -.25, -.1 - 1, -.25}, within(1e-6));
  }

  @Property(tries = 100)
  void whatIsWrittenIsReadAgain(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 9) Integer> text,
      @ForAll @IntRange(min = 1, max = 4) int order,
      @ForAll Smoothing smoothing)
      throws IOException {
    int[] ids = text.stream().mapToInt(Integer::intValue).toArray();
    NgramModel model =
        LocalNgrams.of(
            ids,
            WORDS.size(),
            Settings.of(order, smoothing.backsOff() ? smoothing : Smoothing.ABSOLUTE));
    String file = written(model, WORDS);
    ArpaReader.Arpa arpa = read(file);
    assertThat(IntStream.range(0, WORDS.size()).mapToObj(arpa.vocabulary()::word))
        .containsExactlyElementsOf(IntStream.range(0, WORDS.size()).mapToObj(WORDS::word).toList());
    double[] losses = arpa.model().reader().losses(ids);
    assertThat(losses).containsExactly(model.reader().losses(ids), within(1e-5));
    assertThat(written(arpa.model(), arpa.vocabulary())).hasLineCount((int) file.lines().count());
  }

  /** A model of which one shard at a time is in memory, or some, gives the same lines. */
  @Property(tries = 50)
  void shardsAreWrittenOneByOne(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 9) Integer> text,
      @ForAll @IntRange(min = 1, max = 4) int order,
      @ForAll @IntRange(min = 1, max = 700) int together)
      throws IOException {
    int[] ids = text.stream().mapToInt(Integer::intValue).toArray();
    NgramSettings settings = Settings.of(order, Smoothing.MODIFIED_KNESER_NEY);
    NgramModel model = LocalNgrams.of(ids, WORDS.size(), settings, 8);
    List<NgramParts.Stored> shards =
        Stream.of(model.shards())
            .map(TrieFile::bytes)
            .map(bytes -> new NgramParts.Stored(bytes.length, () -> bytes))
            .toList();
    byte[] words = UnigramFile.bytes(order, model.smoothing(), model.unigrams());
    String whole = written(model, WORDS);
    assertThat(written(NgramParts.of(words, shards, "m", 1 << 20), sizes(model))).isEqualTo(whole);
    String apart = written(NgramParts.of(words, shards, "m", together), sizes(model));
    assertThat(apart.lines().sorted()).containsExactlyElementsOf(whole.lines().sorted().toList());
    assertThat(sections(apart)).isEqualTo(sections(whole));
  }

  /** Counts that are not the model's would make a file that no reader takes. */
  @Property(tries = 20)
  void countsThatAreNotTheModelsAreRefused(
      @ForAll @IntRange(min = 1, max = 3) int n, @ForAll boolean more) {
    NgramSettings settings = Settings.of(3, Smoothing.MODIFIED_KNESER_NEY);
    NgramModel model = LocalNgrams.of(new int[] {2, 3, 2, 4, 3, 2, 1}, WORDS.size(), settings);
    long[] sizes = sizes(model);
    sizes[n] += more ? 1 : -1;
    assertThatThrownBy(() -> written(NgramParts.of(model), sizes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" " + n + "-grams were announced");
  }

  private static String written(NgramParts model, long[] sizes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArpaWriter.write(model, sizes, WORDS, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Where the lines of each order begin. */
  private static List<Integer> sections(String file) {
    List<String> lines = file.lines().toList();
    return IntStream.range(0, lines.size())
        .filter(line -> lines.get(line).startsWith("\\"))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ngram 2=3 | ngram 2=4 | line 16: there are 3 2-grams but 4 announced",
        "ngram 2=3 | ngram 2=2147483000 | line 16: there are 3 2-grams but 2147483000 announced",
        "ngram 2=3 | ngram 2=2 | line 14: there are more 2-grams than the 2 announced",
        "ngram 2=3 | ngram 3=3 | line 3: expected ngram 2=COUNT",
        "ngram 2=3 | ngram 2=x | line 3: \"x\" is no count",
        "-0.4 | NaN | line 13: the logarithm of the probability, NaN, is not a number",
        "-0.4 | 0.4 | line 13: log-probability 0.4 is above 0",
        "-0.4 | - | line 13: the logarithm of the probability, -, is not a number",
        "\\2-grams: | \\two: | line 11: expected \\2-grams: but found \"\\two:\"",
        "\\end\\ | \\3-grams: | line 16: expected \\end\\ but found \"\\3-grams:\"",
        "<s> a | <s> b | line 12: the word b is not among the 1-grams",
        "<s> a | a <s> | line 12: <s> stands inside of an n-gram",
        "<s> a | a | line 12: a line has a logarithm, 2 words and perhaps a back-off weight",
        "a a | a </s> | has an n-gram of 2 words twice",
        "\\end\\ | '' | line 17: the file ends here, before \\end\\",
        "\\data\\ | data | the file ends here",
      })
  void aFileThatIsNotWholeIsRefused(String from, String to, String complaint) {
    assertThat(KENLM).contains(from);
    assertThatThrownBy(() -> read(KENLM.replace(from, to)))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("m.arpa")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<eos>", "<U+003C>eos>"})
  void aWordThatIsSpelledAsTheEndOfASentenceIsRefused(String word) {
    assertThatThrownBy(() -> read(KENLM.replace("\ta", "\t" + word)))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "m.arpa, line 9: the word "
                + word
                + " cannot be told from </s>, which Perplex calls so. Make the file anew of text"
                + " that spells the word in another way.");
  }

  /** More rows than memory is taken for at first. */
  @Test
  void manyNgramsAreRead() {
    int count = 10_000;
    StringBuilder text =
        new StringBuilder("\\data\\\nngram 1=" + (count + 1) + "\nngram 2=" + count + "\n");
    text.append("\n\\1-grams:\n-1\t</s>\n");
    IntStream.range(0, count).forEach(i -> text.append("-5\tw").append(i).append("\t-1\n"));
    text.append("\n\\2-grams:\n");
    for (int i = 0; i < count; i++) {
      text.append("-0.5\tw").append(i).append(" w").append((i + 1) % count).append('\n');
    }
    ArpaReader.Arpa arpa = read(text + "\n\\end\\\n");
    assertThat(arpa.model().size(2)).isEqualTo(count);
    int[] ids = IntStream.range(0, count).map(i -> arpa.vocabulary().id("w" + i)).toArray();
    double[] losses = arpa.model().reader().losses(ids);
    for (int i = 1; i < count; i++) {
      assertThat(losses[i]).isCloseTo(0.5 * Math.log(10), within(1e-6));
    }
  }

  @Test
  void aFileCutShortAnywhereIsRefused() {
    for (int end = 0; end < KENLM.indexOf("\\end\\") + 4; end += 3) {
      String cut = KENLM.substring(0, end);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(PerplexException.class);
    }
  }

  @Test
  void contextsThatTheFileLacksAreMadeUp() {
    // "a b" is no 2-gram, yet 3-grams follow it, as SRILM writes it after pruning.
    ArpaReader.Arpa arpa =
        read(
            """
            \\data\\
            ngram 1=4
            ngram 2=1
            ngram 3=1

            \\1-grams:
            -1 <unk>
            -1 </s>
            -0.5 a -0.2
            -0.7 b -0.3

            \\2-grams:
            -0.1 b a

            \\3-grams:
            -0.05 a b </s>

            \\end\\
            """);
    int a = arpa.vocabulary().id("a");
    int b = arpa.vocabulary().id("b");
    double[] losses = arpa.model().reader().losses(new int[] {a, b, 1, a, b, b});
    double[] log10 = IntStream.range(0, 6).mapToDouble(i -> -losses[i] / Math.log(10)).toArray();
    assertThat(log10)
        .containsExactly(new double[] {-.5, -.2 - .7, -.05, -.5, -.2 - .7, -.3 - .7}, within(1e-6));
  }
}
