package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/** The words of an ARPA file, with what is said of each. */
final class ArpaVocabulary {
  private static final double SHARES = 1e9;

  private final List<String> words = new ArrayList<>(List.of(Vocabulary.UNK, Vocabulary.EOS));
  private final FloatArrayList logs = new FloatArrayList(new float[] {Float.NaN, Float.NaN});
  private final FloatArrayList backOffs = new FloatArrayList(new float[] {0, 0});
  private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>(); // as spelled
  private boolean started; // whether the start of a sentence was met

  ArpaVocabulary() {
    ids.defaultReturnValue(-1);
  }

  /** False where the word was there before. */
  boolean add(String spelled, float log, float backOff) {
    switch (spelled) {
      case ArpaWords.START -> {
        boolean fresh = !started;
        started = true;
        backOffs.set(Vocabulary.EOS_ID, backOff);
        return fresh;
      }
      case ArpaWords.END -> {
        return special(Vocabulary.EOS_ID, log);
      }
      case "<unk>", "<UNK>" -> {
        ids.put(spelled, Vocabulary.UNK_ID);
        backOffs.set(Vocabulary.UNK_ID, backOff);
        return special(Vocabulary.UNK_ID, log);
      }
      default -> {
        if (ids.containsKey(spelled)) {
          return false;
        }
        ids.put(spelled, words.size());
        words.add(ArpaWords.read(spelled));
        logs.add(log);
        backOffs.add(backOff);
        return true;
      }
    }
  }

  private boolean special(int id, float log) {
    boolean fresh = Float.isNaN(logs.getFloat(id));
    logs.set(id, log);
    return fresh;
  }

  /** The id of a word as it is spelled in the file; -1 where it is not there. */
  int id(String spelled) {
    return ids.getInt(spelled);
  }

  /** With counts in proportion to the words' probabilities: a file has no counts. */
  Vocabulary vocabulary() {
    long[] counts = new long[words.size()];
    for (int id = 0; id < counts.length; id++) {
      counts[id] = Math.round(Math.exp(logs.getFloat(id)) * SHARES); // NaN: 0
    }
    return new Vocabulary(words, counts);
  }

  /**
   * @param missing for a special word that the file lacks
   */
  float[] logs(float missing) {
    float[] all = logs.toFloatArray();
    for (int id = 0; id < 2; id++) {
      if (Float.isNaN(all[id])) {
        all[id] = missing;
      }
    }
    return all;
  }

  /** The words as contexts, with their back-off weights. */
  ArpaGrams starts() {
    ArpaGrams grams = new ArpaGrams(1, words.size());
    for (int id = 0; id < words.size(); id++) {
      grams.set(grams.add(0, backOffs.getFloat(id)), 0, id);
    }
    return grams;
  }
}
