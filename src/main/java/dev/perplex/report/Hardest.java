package dev.perplex.report;

import dev.perplex.eval.Tally;
import dev.perplex.eval.TestFigures;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Which documents and words cost a model most. */
public final class Hardest {
  private final List<String> models;
  private final int model;
  private final TestFigures figures;

  /**
   * @param models names of the figures' models, in order
   * @param model the one that is looked at
   */
  public Hardest(List<String> models, String model, TestFigures figures) {
    this.models = List.copyOf(models);
    this.model = models.indexOf(model);
    this.figures = figures;
  }

  /**
   * @param text of a document, cut
   */
  public ScoredDocuments documents(DocumentsSettings settings, IntFunction<String> text) {
    List<Integer> considered =
        IntStream.range(0, figures.documents())
            .filter(each -> figures.tally(model, each).tokens() >= settings.leastTokens())
            .boxed()
            .toList();
    Comparator<Integer> byLoss =
        Comparator.comparingDouble(
            each -> figures.tally(model, each).nats() / figures.tally(model, each).tokens());
    return new ScoredDocuments(
        models.get(model),
        settings.leastTokens(),
        considered.size(),
        first(considered, byLoss.reversed(), settings.count(), text),
        first(considered, byLoss, settings.count(), text));
  }

  private List<ScoredDocuments.ScoredDocument> first(
      List<Integer> considered, Comparator<Integer> order, int count, IntFunction<String> text) {
    return considered.stream()
        .sorted(order.thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .map(document -> scored(document, text.apply(document)))
        .toList();
  }

  private ScoredDocuments.ScoredDocument scored(int document, String text) {
    List<ModelLoss> losses = new ArrayList<>();
    for (int each = 0; each < models.size(); each++) {
      Tally tally = figures.tally(each, document);
      losses.add(ModelLoss.of(models.get(each), tally.nats(), tally.tokens()));
    }
    return new ScoredDocuments.ScoredDocument(
        document, figures.tally(model, document).tokens(), losses, text);
  }

  /** The words of which the figures were made, by their losses. */
  public WordLosses words(WordsSettings settings, Vocabulary vocabulary) {
    List<Integer> seen =
        IntStream.range(0, vocabulary.size())
            .filter(id -> figures.wordTokens(id) > 0)
            .boxed()
            .toList();
    Comparator<Integer> byTotal = Comparator.comparingDouble(id -> -figures.wordNats(id));
    Comparator<Integer> byMean =
        Comparator.comparingDouble(id -> -figures.wordNats(id) / figures.wordTokens(id));
    return new WordLosses(
        models.get(model),
        settings.leastTokens(),
        words(seen, byTotal, settings.count(), vocabulary),
        words(
            seen.stream().filter(id -> figures.wordTokens(id) >= settings.leastTokens()).toList(),
            byMean,
            settings.count(),
            vocabulary));
  }

  private List<WordLosses.WordLoss> words(
      List<Integer> ids, Comparator<Integer> order, int count, Vocabulary vocabulary) {
    return ids.stream()
        .sorted(order.thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .map(
            id ->
                new WordLosses.WordLoss(
                    vocabulary.word(id),
                    figures.wordTokens(id),
                    vocabulary.count(id),
                    figures.wordNats(id),
                    figures.wordNats(id) / figures.wordTokens(id),
                    figures.wordNats(id) / figures.tally(model).nats()))
        .toList();
  }
}
