package dev.perplex.word2vec.evaluation;

import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;

/** Questions "a is to b as c is to d", in sections, as word2vec's questions-words.txt has them. */
public record AnalogyQuestions(String name, List<Section> sections) implements EvaluationSet {

  /** Questions under one heading. */
  public record Section(String name, List<Question> questions) {}

  /** a is to b as c is to d. */
  public record Question(String a, String b, String c, String d) {
    List<String> words() {
      return List.of(a, b, c, d);
    }
  }

  static AnalogyQuestions parse(List<String> lines, String name) {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(":")) {
        sections.add(new Section(line.substring(1).strip(), new ArrayList<>()));
      } else if (EvaluationSet.holdsSomething(line)) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4) {
          throw PerplexException.dataRefused(
              "%s line %d has %d words, but a question has 4. Mend the line or remove it.",
              name, i + 1, words.length);
        }
        sections
            .get(sections.size() - 1)
            .questions()
            .add(new Question(words[0], words[1], words[2], words[3]));
      }
    }
    if (sections.stream().allMatch(section -> section.questions().isEmpty())) {
      throw PerplexException.dataRefused("%s holds no question. %s", name, EvaluationSet.FORMS);
    }
    return new AnalogyQuestions(name, List.copyOf(sections));
  }
}
