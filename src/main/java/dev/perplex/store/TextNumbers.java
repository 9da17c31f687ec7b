package dev.perplex.store;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers for distinct texts, from 0, in the order in which they were met. What depends on a text
 * alone is then worked out once a text and looked up by number, not once an occurrence.
 */
public final class TextNumbers {
  private final List<String> texts = new ArrayList<>();
  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();

  TextNumbers() {
    numbers.defaultReturnValue(-1);
  }

  /** Numbers given so far. */
  public int size() {
    return texts.size();
  }

  public String text(int number) {
    return texts.get(number);
  }

  int number(String text) {
    int number = numbers.getInt(text);
    if (number < 0) {
      number = texts.size();
      numbers.put(text, number);
      texts.add(text);
    }
    return number;
  }
}
