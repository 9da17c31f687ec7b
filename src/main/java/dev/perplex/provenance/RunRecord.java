package dev.perplex.provenance;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an artefact came to be. Kept in its manifest; nothing in it enters a fingerprint by itself.
 *
 * @param run id of the run that made it
 * @param settings effective settings of the stage, by full key; without secrets
 * @param inputs content checksums of what the stage read, by role
 * @param versions of Perplex, Java, Spark and the libraries that shape results
 * @param machine operating system, processors, memory of the driver
 * @param started ISO 8601, UTC
 * @param seconds from start to publication
 */
public record RunRecord(
    String run,
    Map<String, Object> settings,
    Map<String, String> inputs,
    Map<String, String> versions,
    Map<String, String> machine,
    String started,
    double seconds)
    implements Serializable {

  public RunRecord {
    settings = Redaction.of(settings);
    inputs = new TreeMap<>(inputs);
    versions = new TreeMap<>(versions);
    machine = new TreeMap<>(machine);
  }
}
