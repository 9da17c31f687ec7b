package dev.perplex.job;

import dev.perplex.provenance.Check;

/**
 * Where results go.
 *
 * @param root a path or URI of any Hadoop file system
 */
public record StorageSettings(String root) {
  public StorageSettings {
    Check.notBlank("root", root);
  }
}
