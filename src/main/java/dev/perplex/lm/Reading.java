package dev.perplex.lm;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import java.io.Serializable;
import java.util.List;

/**
 * How text is read: where state starts anew, and what the model takes from the text itself.
 *
 * @param state of the model, of the cache and of weights that adapt
 */
public record Reading(State state, CacheSettings cache, DynamicSettings dynamic)
    implements Serializable {

  /** Each document from a fresh state, by the model as it was trained. */
  public static final Reading PLAIN =
      new Reading(State.DOCUMENT, CacheSettings.NONE, DynamicSettings.NONE);

  /** Where state starts anew. */
  public enum State {
    /** At each document; documents are scored side by side. */
    DOCUMENT,
    /** Nowhere: the documents are read as one text. */
    STREAM
  }

  /** Whether the model is asked as it was trained. */
  public boolean plain() {
    return !cache.wanted() && !dynamic.wanted();
  }

  /**
   * @throws PerplexException (usage) where the model cannot be read so
   */
  public LanguageReader reader(LanguageModel model) {
    LanguageReader reader = uncached(model);
    return cache.wanted() ? new CacheReader(reader, model.vocabulary(), cache) : reader;
  }

  /** Without the cache. */
  public LanguageReader uncached(LanguageModel model) {
    if (!dynamic.wanted()) {
      return model.reader();
    }
    if (model instanceof AdaptiveModel adaptive) {
      return adaptive.reader(dynamic);
    }
    throw PerplexException.usage(
        "dynamic evaluation needs a model that can learn, and this one cannot. Set"
            + " report.dynamic.rate = 0, or leave out --dynamic.");
  }

  /** The losses of documents, in order and by what went before where state is carried. */
  public double[][] losses(LanguageReader reader, List<int[]> documents) {
    if (state == State.DOCUMENT) {
      return reader.losses(documents);
    }
    double[][] losses = new double[documents.size()][];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = reader.losses(documents.get(i));
    }
    return losses;
  }
}
