package dev.perplex.word2vec.evaluation;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of questions or of judged pairs, told apart by its first line. */
public sealed interface EvaluationSet permits AnalogyQuestions, WordPairs {

  /** The file's name. */
  String name();

  /**
   * Reads UTF-8 with any line ends. A file whose first line starts with a colon holds analogies,
   * any other word pairs. Blank lines and lines that start with # are passed over.
   *
   * @param name of the file, for reports and messages
   * @throws PerplexException exit code 20, where the file is of neither form; it names the line
   */
  static EvaluationSet read(InputStream in, String name) throws IOException {
    List<String> lines = text(in.readAllBytes(), name).lines().toList();
    for (String line : lines) {
      if (holdsSomething(line)) {
        return line.startsWith(":")
            ? AnalogyQuestions.parse(lines, name)
            : WordPairs.parse(lines, name);
      }
    }
    throw PerplexException.dataRefused("%s is empty. %s", name, FORMS);
  }

  String FORMS =
      "Give analogies (\": section\", then four words a line) or word pairs (two words and a score"
          + " a line).";

  static boolean holdsSomething(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  private static String text(byte[] bytes, String name) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw PerplexException.dataRefused("%s is not text in UTF-8. %s", name, FORMS);
    }
  }
}
