package dev.perplex.store;

import java.io.Serializable;
import java.util.Map;

/**
 * One file of an artefact.
 *
 * @param name fixed by what the file holds ({@code train/part-00003.ids}); equal work gives equal
 *     names
 * @param path where it lies in the attempt's folder; differs from the name only where Spark ran the
 *     task again
 * @param bytes its length
 * @param sha256 of its content
 * @param counts what it holds: documents, tokens
 */
public record PartFile(
    String name, String path, long bytes, String sha256, Map<String, Long> counts)
    implements Serializable {

  public PartFile {
    counts = counts == null ? Map.of() : Map.copyOf(counts);
  }

  public long count(String what) {
    return counts.getOrDefault(what, 0L);
  }
}
