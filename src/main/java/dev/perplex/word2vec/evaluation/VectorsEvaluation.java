package dev.perplex.word2vec.evaluation;

import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.evaluation.AnalogyQuestions.Question;
import dev.perplex.word2vec.evaluation.AnalogyQuestions.Section;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts word vectors to the tests, on all cores. */
public final class VectorsEvaluation {
  private final WordVectors vectors;
  private final EvaluationRules rules;

  /**
   * @param vectors the frequent words first; cutting and case variants go by that order
   */
  public VectorsEvaluation(WordVectors vectors, EvaluationRules rules) {
    this.vectors = vectors;
    this.rules = rules;
  }

  /** The scores that fit the set's form. */
  public EvaluationScores of(EvaluationSet set) {
    return set instanceof AnalogyQuestions questions
        ? analogies(questions)
        : similarities((WordPairs) set);
  }

  /** A question is right where its d, in any case that counts as the same, is the best answer. */
  public AnalogyScores analogies(AnalogyQuestions set) {
    WordKeys keys = new WordKeys(vectors, rules.analogyWords(), rules.letterCase());
    UnitRows rows = new UnitRows(vectors, keys.size());
    List<int[]> seen = new ArrayList<>();
    List<Integer> sectionOf = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    Set<String> distinct = new HashSet<>();
    Set<String> distinctSeen = new HashSet<>();
    for (int section = 0; section < set.sections().size(); section++) {
      for (Question question : set.sections().get(section).questions()) {
        boolean all = true;
        for (String word : question.words()) {
          boolean known = keys.id(word) >= 0;
          all &= known;
          String key = rules.letterCase().key(word);
          distinct.add(key);
          if (known) {
            distinctSeen.add(key);
          }
        }
        if (all) {
          seen.add(new int[] {keys.id(question.a()), keys.id(question.b()), keys.id(question.c())});
          sectionOf.add(section);
          expected.add(keys.id(question.d()));
        }
      }
    }
    int[] answers = new AnalogyAnswers(rows, keys, rules.method()).best(seen.toArray(int[][]::new));
    long[] rightOf = new long[set.sections().size()];
    long[] seenOf = new long[rightOf.length];
    for (int i = 0; i < answers.length; i++) {
      seenOf[sectionOf.get(i)]++;
      if (answers[i] >= 0 && keys.first()[answers[i]] == expected.get(i)) {
        rightOf[sectionOf.get(i)]++;
      }
    }
    List<AnalogyScores.Count> counts = new ArrayList<>();
    for (int i = 0; i < rightOf.length; i++) {
      Section section = set.sections().get(i);
      counts.add(
          new AnalogyScores.Count(
              section.name(), rightOf[i], seenOf[i], section.questions().size()));
    }
    return new AnalogyScores(
        set.name(), keys.size(), distinct.size(), distinctSeen.size(), List.copyOf(counts));
  }

  public SimilarityScores similarities(WordPairs set) {
    WordKeys keys = new WordKeys(vectors, rules.similarityWords(), rules.letterCase());
    DoubleArrayList human = new DoubleArrayList();
    DoubleArrayList cosines = new DoubleArrayList();
    for (WordPairs.Pair pair : set.pairs()) {
      int one = keys.id(pair.one());
      int other = keys.id(pair.other());
      if (one >= 0 && other >= 0) {
        human.add(pair.score());
        cosines.add(vectors.similarity(vectors.word(one), vectors.word(other)));
      }
    }
    double[] x = human.toDoubleArray();
    double[] y = cosines.toDoubleArray();
    return new SimilarityScores(
        set.name(),
        keys.size(),
        x.length,
        set.pairs().size(),
        Correlation.spearman(x, y),
        Correlation.pearson(x, y));
  }
}
