package dev.perplex.word2vec.evaluation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.word2vec.evaluation.AnalogyQuestions.Question;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationSetTest {
  private static final String FORMS =
      " Give analogies (\": section\", then four words a line) or word pairs (two words and a score"
          + " a line).";

  private static EvaluationSet read(byte[] bytes) throws IOException {
    return EvaluationSet.read(new ByteArrayInputStream(bytes), "set.txt");
  }

  private static EvaluationSet read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private static void refuses(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(message);
  }

  private static void refuses(String text, String message) {
    refuses(text.getBytes(UTF_8), message);
  }

  @Test
  void analogiesAreToldByTheColon() throws IOException {
    AnalogyQuestions questions =
        (AnalogyQuestions)
            read("\uFEFF# made up\r\n\r\n: one two\r\na b c d\r\ne\tf  g h\r\n: gram\r\n");
    assertThat(questions.name()).isEqualTo("set.txt");
    assertThat(questions.sections()).hasSize(2);
    assertThat(questions.sections().get(0).name()).isEqualTo("one two");
    assertThat(questions.sections().get(0).questions())
        .containsExactly(new Question("a", "b", "c", "d"), new Question("e", "f", "g", "h"));
    assertThat(questions.sections().get(1).questions()).isEmpty();
  }

  @Test
  void pairsMayBePartedByTabsCommasOrSpaces() throws IOException {
    for (String text :
        List.of(
            "a\tb c\t1\nd\te\t-2.5\n",
            "Word 1\tWord 2\tHuman (mean)\na\tb c\t1.\nd\te\t-2.5e0\n",
            "Word 1,Word 2,Human (mean)\r\na,b c,1.0\r\nd, e ,-2.5\r\n",
            "word1\tword2\tPOS\tSimLex999\tconc\na\tb c\tA\t1\t2.7\nd\te\tN\t-2.50\t3\n")) {
      assertThat(((WordPairs) read(text)).pairs())
          .as(text)
          .containsExactly(new WordPairs.Pair("a", "b c", 1), new WordPairs.Pair("d", "e", -2.5));
    }
    assertThat(((WordPairs) read("# b\na b  7\n")).pairs())
        .containsExactly(new WordPairs.Pair("a", "b", 7));
  }

  @Test
  void whatIsNeitherIsRefused() {
    refuses("", "set.txt is empty." + FORMS);
    refuses("\n# only a remark\n", "set.txt is empty." + FORMS);
    refuses(": a\n: b\n", "set.txt holds no question." + FORMS);
    refuses("only a header\n", "set.txt holds no two words and a score." + FORMS);
    refuses("a b c d\ne f g h\n", "set.txt line 2 holds no two words and a score." + FORMS);
    refuses("a\tb\t1\nc\td\n", "set.txt line 2 holds no two words and a score." + FORMS);
    refuses("a\tb\t1\nc\td\tNaN\n", "set.txt line 2 holds no two words and a score." + FORMS);
    refuses(
        ": a\n\na b c d\na b c\n",
        "set.txt line 4 has 3 words, but a question has 4. Mend the line or remove it.");
    refuses("\u00e4 b 1\n".getBytes(ISO_8859_1), "set.txt is not text in UTF-8." + FORMS);
  }
}
