package dev.perplex.vocab.spark;

import dev.perplex.store.TextNumbers;
import dev.perplex.store.Texts;
import dev.perplex.text.SpecialToken;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;

/** Ids of a part's tokens: each distinct one is looked up in the vocabulary once. */
final class NumberedIds {
  private static final int NONE = -1;

  private final Vocabulary vocabulary;
  private TextNumbers numbering;
  private int[] ids = new int[1 << 12]; // by number of the token
  private int known; // numbers whose ids are there
  private int unknown = NONE; // number of the text that spells <unk> itself

  NumberedIds(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  int[] of(Texts tokens) {
    learn(tokens.numbering());
    int[] out = new int[tokens.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = ids[tokens.number(i)];
    }
    return out;
  }

  /** How many of the tokens are {@code <unk>} as the text itself spells it. */
  int written(Texts tokens) {
    learn(tokens.numbering());
    int count = 0;
    for (int i = 0; i < tokens.size(); i++) {
      count += tokens.number(i) == unknown ? 1 : 0;
    }
    return count;
  }

  private void learn(TextNumbers current) {
    if (current != numbering) {
      numbering = current;
      known = 0;
      unknown = NONE;
    }
    int size = current.size();
    if (size > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(size, 2 * ids.length));
    }
    for (; known < size; known++) {
      String text = current.text(known);
      ids[known] = vocabulary.id(text);
      if (text.equals(SpecialToken.UNK)) {
        unknown = known;
      }
    }
  }
}
