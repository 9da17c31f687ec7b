package dev.perplex.cost;

import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import java.util.ArrayList;
import java.util.List;

/** What a language model does for a token and for a minibatch: operations, scores, updates. */
final class NetworkWork {
  private final ModelSettings model;
  private final TrainSettings train;
  private final TextSize text;
  private final NetworkShape shape;

  NetworkWork(ModelSettings model, TrainSettings train, TextSize text) {
    this.model = model;
    this.train = train;
    this.text = text;
    this.shape = NetworkShape.of(model, text.words());
  }

  /** A matrix of the softmax, and which share of the tokens meets it. */
  private record Matrix(double words, double size, double share) {}

  long parameters() {
    return Parameters.elements(shape);
  }

  /** Tokens of a minibatch of a worker. */
  double rows() {
    return (double) train.batch() * train.bptt();
  }

  /** Multiplications and additions of the recurrent layers, forward, a token. */
  private double recurrent() {
    double sum = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      sum += 2.0 * shape.cell().gates() * shape.hidden() * (shape.inputs(layer) + shape.hidden());
    }
    return sum;
  }

  private List<Matrix> softmax() {
    double hidden = shape.hidden();
    double words = text.words();
    List<Matrix> matrices = new ArrayList<>();
    switch (model.softmax().kind()) {
      case FULL -> matrices.add(new Matrix(words, hidden, 1));
      case SAMPLED ->
          matrices.add(new Matrix(Math.min(words, model.softmax().samples()), hidden, 1));
      case TIED -> matrices.add(new Matrix(words, shape.embedding(), 1));
      case ADAPTIVE -> {
        List<Integer> bounds = new ArrayList<>();
        model.softmax().cutoffs().stream().filter(each -> each < words).forEach(bounds::add);
        bounds.add(text.words());
        matrices.add(new Matrix(bounds.get(0) + bounds.size() - 1.0, hidden, 1));
        double size = hidden;
        for (int i = 0; i + 1 < bounds.size(); i++) {
          size = Math.max(1, Math.floor(size / shape.factor()));
          double share = text.share(bounds.get(i), bounds.get(i + 1));
          matrices.add(new Matrix(size, hidden, share)); // the projection
          matrices.add(new Matrix(bounds.get(i + 1) - bounds.get(i), size, share));
        }
      }
    }
    return matrices;
  }

  private double projection() {
    boolean projects =
        model.softmax().kind() == SoftmaxSettings.Kind.TIED && shape.embedding() != shape.hidden();
    return projects ? 2.0 * shape.embedding() * shape.hidden() : 0;
  }

  /** Operations of a minibatch, forward and back. */
  double operations() {
    double threshold = model.softmax().gradientThreshold();
    double sum = 3 * (recurrent() + projection());
    for (Matrix each : softmax()) {
      double seen =
          threshold > 0 && model.softmax().kind() != SoftmaxSettings.Kind.SAMPLED
              ? Math.min(each.words(), 1 / threshold)
              : each.words();
      sum += each.share() * each.size() * (2 * each.words() + 4 * seen);
    }
    return rows() * sum;
  }

  /** Scores of words of a minibatch, of which an exponential is taken. */
  double scores() {
    return rows() * softmax().stream().mapToDouble(each -> each.share() * each.words()).sum();
  }

  /** Operations of a token that is scored: every word counts. */
  double scoring() {
    double sum = recurrent() + projection();
    if (model.softmax().kind() == SoftmaxSettings.Kind.SAMPLED) {
      return sum + 2.0 * text.words() * shape.hidden();
    }
    for (Matrix each : softmax()) {
      sum += 2 * each.share() * each.words() * each.size();
    }
    return sum;
  }

  private boolean sendsWordsWhole() {
    return model.softmax().kind() == SoftmaxSettings.Kind.TIED;
  }

  /** Parameters that move when so many tokens are trained on: rows of words come when met. */
  double moved(double tokens) {
    double all = parameters();
    double words = (double) text.words() * shape.embedding();
    if (sendsWordsWhole()) {
      return all;
    }
    double rows = Math.min(text.distinct(tokens), tokens);
    double moved = all - words + rows * shape.embedding();
    if (model.softmax().kind() == SoftmaxSettings.Kind.SAMPLED) {
      double drawn = Math.min(text.words(), model.softmax().samples() * tokens / rows() + rows);
      moved -= (text.words() - drawn) * (shape.hidden() + 1);
    }
    return moved;
  }
}
