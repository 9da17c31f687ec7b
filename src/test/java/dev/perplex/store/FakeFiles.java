package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A lease's folder in memory, whose calls can be made to fail. */
final class FakeFiles implements LeaseFiles {
  private final Map<String, String> files = new TreeMap<>();
  private int calls;
  private int failsFrom = Integer.MAX_VALUE;
  private int failsUntil;
  private boolean loses;

  /**
   * Calls {@code from} to {@code until} from now on fail.
   *
   * @param losing whether they have had their effect then
   */
  synchronized void fail(int from, int until, boolean losing) {
    failsFrom = calls + from;
    failsUntil = calls + until;
    loses = losing;
  }

  synchronized int calls() {
    return calls;
  }

  private boolean fails() {
    int call = calls++;
    return call >= failsFrom && call < failsUntil;
  }

  private void change(Runnable effect) {
    boolean fails = fails();
    if (!fails || loses) {
      effect.run();
    }
    if (fails) {
      throw PerplexException.failed(new IOException("planted"), "the store fails.");
    }
  }

  @Override
  public synchronized List<String> names() {
    change(() -> {});
    return new ArrayList<>(files.keySet());
  }

  @Override
  public synchronized void create(String name, String text) {
    change(() -> files.put(name, text));
  }

  @Override
  public synchronized void delete(String name) {
    change(() -> files.remove(name));
  }

  @Override
  public synchronized String text(String name) {
    return files.getOrDefault(name, "");
  }

  /** Without a call of the store. */
  synchronized List<String> look() {
    return new ArrayList<>(files.keySet());
  }

  synchronized void put(String... names) {
    for (String name : names) {
      files.put(name, "");
    }
  }
}
