package dev.perplex.ngram;

import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;

/** Reads a text with an n-gram model: its state is the words that the order reaches back to. */
final class NgramReader implements LanguageReader {
  private final NgramModel model;
  private final int[] history; // nearest word first
  private int length; // words of the history that count: not beyond a sentence's start
  private final int[] path; // contexts found, of one word, of two, ...
  private int depth; // of the path
  private TrieShard shard; // of the path
  private boolean walked; // whether the path is that of the history

  NgramReader(NgramModel model) {
    this.model = model;
    this.history = new int[Math.max(0, model.order() - 1)];
    this.path = new int[history.length];
    reset();
  }

  @Override
  public void reset() {
    length = 0;
    push(Vocabulary.EOS_ID);
  }

  @Override
  public void read(int id) {
    check(id);
    push(id);
  }

  private void check(int id) {
    if (id < 0 || id >= model.vocabulary()) {
      throw PerplexException.dataRefused(
          "Id %d is none of the n-gram model's %d words: the text was encoded with another"
              + " vocabulary. Encode it with the model's, or train the model again.",
          id, model.vocabulary());
    }
  }

  private void push(int id) {
    walked = false;
    if (history.length == 0) {
      return;
    }
    if (NgramModel.starts(id)) {
      length = 0;
    }
    length = Math.min(length + 1, history.length);
    System.arraycopy(history, 0, history, 1, length - 1);
    history[0] = id;
  }

  private void walk() {
    if (walked) {
      return;
    }
    walked = true;
    depth = 0;
    shard = length == 0 ? null : model.shard(history[0]);
    if (shard == null) {
      return;
    }
    int context = shard.context(history[0]);
    while (context >= 0) {
      path[depth++] = context;
      if (depth == length) {
        return;
      }
      context = shard.longer(depth - 1, context, history[depth]);
    }
  }

  /** The natural logarithm of the probability that this word comes next. */
  private double log(int id) {
    check(id);
    walk();
    if (!model.smoothing().backsOff()) {
      return added(id);
    }
    double backOff = 0;
    for (int level = depth - 1; level >= 0; level--) {
      int place = shard.follower(level, path[level], id);
      TrieShard.Level mine = shard.levels()[level];
      if (place >= 0) {
        return backOff + mine.logs()[place];
      }
      backOff += mine.backOffs()[path[level]];
    }
    return backOff + model.unigram(id);
  }

  private double added(int id) {
    if (length == 0) {
      return model.unigram(id);
    }
    if (depth < length) {
      return model.uniform();
    }
    int place = shard.follower(depth - 1, path[depth - 1], id);
    TrieShard.Level level = shard.levels()[depth - 1];
    return place < 0 ? level.backOffs()[path[depth - 1]] : level.logs()[place];
  }

  @Override
  public void logProbabilities(float[] into) {
    walk();
    if (!model.smoothing().backsOff()) {
      addedLogs(into);
      return;
    }
    double backOff = 0;
    for (int level = 0; level < depth; level++) {
      backOff += shard.levels()[level].backOffs()[path[level]];
    }
    float[] unigrams = model.unigrams();
    for (int id = 0; id < unigrams.length; id++) {
      into[id] = (float) (unigrams[id] + backOff);
    }
    for (int level = 0; level < depth; level++) {
      backOff -= shard.levels()[level].backOffs()[path[level]];
      if (level == depth - 1) {
        backOff = 0; // what rounding left
      }
      listed(level, backOff, into);
    }
  }

  private void addedLogs(float[] into) {
    if (length == 0) {
      System.arraycopy(model.unigrams(), 0, into, 0, into.length);
      return;
    }
    boolean seen = depth == length;
    float other =
        seen ? shard.levels()[depth - 1].backOffs()[path[depth - 1]] : (float) model.uniform();
    Arrays.fill(into, other);
    if (seen) {
      listed(depth - 1, 0, into);
    }
  }

  private void listed(int level, double backOff, float[] into) {
    TrieShard.Level mine = shard.levels()[level];
    int end = mine.followers()[path[level] + 1];
    for (int place = mine.followers()[path[level]]; place < end; place++) {
      into[mine.next()[place]] = (float) (mine.logs()[place] + backOff);
    }
  }

  @Override
  public double[] losses(int[] ids) {
    double[] losses = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      losses[i] = -log(ids[i]);
      read(ids[i]);
    }
    return losses;
  }

  @Override
  public float[] hidden() {
    throw new UnsupportedOperationException("an n-gram model has no hidden layer");
  }
}
