package dev.perplex.word2vec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.word2vec.AnalogyMethod;
import dev.perplex.word2vec.GensimFixtures;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.evaluation.AnalogyQuestions.Question;
import dev.perplex.word2vec.evaluation.AnalogyQuestions.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorsEvaluationTest {
  private static EvaluationRules rules(int words, LetterCase letterCase) {
    return new EvaluationRules(words, words, letterCase, AnalogyMethod.COS_ADD);
  }

  private static void isGensims(WordVectors vectors, String which, EvaluationRules rules)
      throws IOException {
    JsonNode expected = GensimFixtures.expected().get(which);
    VectorsEvaluation evaluation = new VectorsEvaluation(vectors, rules);
    AnalogyScores analogies =
        (AnalogyScores)
            evaluation.of(
                EvaluationSet.read(GensimFixtures.open("questions.txt"), "questions.txt"));
    List<AnalogyScores.Count> counts = new ArrayList<>(analogies.sections());
    counts.add(analogies.total());
    assertThat(counts).hasSize(expected.get("sections").size());
    for (int i = 0; i < counts.size(); i++) {
      JsonNode section = expected.get("sections").get(i);
      assertThat(counts.get(i).right()).as(which).isEqualTo(section.get(1).asLong());
      assertThat(counts.get(i).seen()).as(which).isEqualTo(section.get(2).asLong());
      assertThat(counts.get(i).total()).isEqualTo(i == 4 ? 4 * 182 : 182);
    }
    SimilarityScores similarities =
        (SimilarityScores)
            evaluation.of(EvaluationSet.read(GensimFixtures.open("pairs.tsv"), "pairs.tsv"));
    assertThat(similarities.seen()).isEqualTo(expected.get("pairs").asLong());
    assertThat(similarities.total()).isEqualTo(42);
    assertThat(similarities.spearman())
        .isCloseTo(expected.get("spearman").asDouble(), within(1e-12));
    assertThat(similarities.pearson()).isCloseTo(expected.get("pearson").asDouble(), within(1e-6));
  }

  @Test
  void theNumbersAreGensims() throws IOException {
    WordVectors vectors = GensimFixtures.vectors("gensim.bin");
    isGensims(vectors, "folded 40", rules(40, LetterCase.IGNORED));
    isGensims(vectors, "folded 300000", rules(0, LetterCase.IGNORED));
    isGensims(vectors, "exact 40", rules(40, LetterCase.EXACT));
    isGensims(vectors, "exact 300000", rules(300_000, LetterCase.EXACT));
  }

  /** Ones and zeros along axes: b + c - a has its largest cosine with d where all fit. */
  private static WordVectors small(String... more) {
    List<String> words = new ArrayList<>(List.of("man", "king", "woman", "queen", "Woman"));
    words.addAll(List.of(more));
    float[] numbers = new float[3 * words.size()];
    float[] first = {1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 0, 2, 2};
    System.arraycopy(first, 0, numbers, 0, first.length);
    return new WordVectors(words, 3, numbers);
  }

  private static AnalogyQuestions questions(Question... questions) {
    return new AnalogyQuestions("q", List.of(new Section("s", List.of(questions))));
  }

  @Test
  void variantsOfAQuestionsWordsAreNoAnswersWhereCaseIsIgnored() {
    // Woman has queen's direction and stands after it; with queen missing it would be the answer.
    AnalogyQuestions one = questions(new Question("man", "King", "WOMAN", "Queen"));
    AnalogyScores ignored =
        new VectorsEvaluation(small(), rules(0, LetterCase.IGNORED)).analogies(one);
    assertThat(ignored.total()).isEqualTo(new AnalogyScores.Count("total", 1, 1, 1));
    AnalogyScores exact = new VectorsEvaluation(small(), rules(0, LetterCase.EXACT)).analogies(one);
    assertThat(exact.total()).isEqualTo(new AnalogyScores.Count("total", 0, 0, 1));
    assertThat(exact.total().accuracy()).isNaN();
    assertThat(exact.distinctWords()).isEqualTo(4);
    assertThat(exact.distinctSeen()).isEqualTo(1); // man
  }

  @Test
  void theCutTakesTheFirstWords() {
    AnalogyQuestions one = questions(new Question("man", "king", "woman", "queen"));
    assertThat(new VectorsEvaluation(small(), rules(3, LetterCase.EXACT)).analogies(one).total())
        .isEqualTo(new AnalogyScores.Count("total", 0, 0, 1));
    assertThat(new VectorsEvaluation(small(), rules(4, LetterCase.EXACT)).analogies(one).total())
        .isEqualTo(new AnalogyScores.Count("total", 1, 1, 1));
  }

  @Test
  void anEqualScoreGoesToTheFirstWordAndAWordWithoutVectorIsNone() {
    WordVectors vectors = small("<unk>");
    Question right = new Question("man", "king", "woman", "queen");
    Question tied = new Question("man", "king", "woman", "Woman"); // the direction of queen
    assertThat(
            new VectorsEvaluation(vectors, rules(0, LetterCase.EXACT))
                .analogies(questions(right, tied, new Question("man", "king", "queen", "<unk>")))
                .total())
        .isEqualTo(new AnalogyScores.Count("total", 1, 3, 3));
  }

  @Test
  void semanticAndSyntacticSumsGoByTheSectionsNames() {
    Question right = new Question("man", "king", "woman", "queen");
    Question wrong = new Question("man", "king", "queen", "woman");
    AnalogyQuestions set =
        new AnalogyQuestions(
            "q",
            List.of(
                new Section("family", List.of(right, wrong)),
                new Section("gram1-x", List.of(wrong)),
                new Section("gram2-y", List.of(right, new Question("a", "b", "c", "d")))));
    AnalogyScores scores =
        new VectorsEvaluation(small(), rules(0, LetterCase.EXACT)).analogies(set);
    assertThat(scores.semantic()).isEqualTo(new AnalogyScores.Count("semantic", 1, 2, 2));
    assertThat(scores.syntactic()).isEqualTo(new AnalogyScores.Count("syntactic", 1, 2, 3));
    assertThat(scores.total()).isEqualTo(new AnalogyScores.Count("total", 2, 4, 5));
    assertThat(scores.values()).containsEntry("words", 5).containsEntry("distinct-words", 8L);
  }

  /** More words than a block and more distinct ones than a group; each question the plain way. */
  @Test
  void blocksAndGroupsAnswerAsOneQuestionAloneDoes() {
    SplittableRandom random = new SplittableRandom(3);
    int words = 3001;
    int dimension = 7;
    float[] numbers = new float[words * dimension];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      names.add("w" + i);
      for (int j = 0; j < dimension; j++) {
        numbers[i * dimension + j] = (float) (random.nextDouble() - 0.5);
      }
    }
    WordVectors vectors = new WordVectors(names, dimension, numbers);
    for (AnalogyMethod method : AnalogyMethod.values()) {
      List<Question> questions = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        String a = names.get(random.nextInt(words));
        String b = names.get(random.nextInt(words));
        String c = names.get(random.nextInt(words));
        String best = i % 10 == 0 ? vectors.analogy(a, b, c, method, 1).get(0).word() : "w" + i;
        questions.add(new Question(a, b, c, best));
      }
      EvaluationRules rules = new EvaluationRules(0, 0, LetterCase.EXACT, method);
      AnalogyScores.Count total =
          new VectorsEvaluation(vectors, rules)
              .analogies(questions(questions.toArray(Question[]::new)))
              .total();
      assertThat(total.seen()).isEqualTo(1500);
      assertThat(total.right()).isBetween(150L, 155L); // a chance hit among the others
    }
  }

  /** Thirty words nearer to each other than single precision tells; every one by double here. */
  @Test
  void ofManyAnswersThatAreNearlyEqualTheBestIsTaken() {
    SplittableRandom random = new SplittableRandom(11);
    int words = 33;
    int dimension = 64;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      names.add("w" + i);
    }
    for (int time = 0; time < 100; time++) {
      float[] numbers = new float[words * dimension];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            i < 4 * dimension
                ? (float) (random.nextDouble() - 0.5)
                : numbers[3 * dimension + i % dimension]
                    * (float) (1 + 2e-7 * (random.nextDouble() - 0.5));
      }
      WordVectors vectors = new WordVectors(names, dimension, numbers);
      UnitRows rows = new UnitRows(vectors, words);
      int best = 3;
      for (int id = 4; id < words; id++) {
        best = exact(rows, id) > exact(rows, best) ? id : best;
      }
      AnalogyAnswers answers =
          new AnalogyAnswers(
              rows, new WordKeys(vectors, 0, LetterCase.EXACT), AnalogyMethod.COS_ADD);
      assertThat(answers.best(new int[][] {{0, 1, 2}})).as("time %d", time).containsExactly(best);
    }
  }

  private static double exact(UnitRows rows, int id) {
    return AnalogyMethod.COS_ADD.score(rows.cosine(0, id), rows.cosine(1, id), rows.cosine(2, id));
  }

  @Test
  void correlationsThatAreNotDefinedAreNull() {
    WordPairs pairs = new WordPairs("p", List.of(new WordPairs.Pair("man", "missing", 1)));
    SimilarityScores scores =
        new VectorsEvaluation(small(), EvaluationRules.USUAL).similarities(pairs);
    assertThat(scores.seen()).isZero();
    assertThat(scores.spearman()).isNaN();
    assertThat(scores.values()).containsEntry("spearman", null).containsEntry("pearson", null);
  }
}
