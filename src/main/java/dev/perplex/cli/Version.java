package dev.perplex.cli;

import dev.perplex.provenance.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "perplex " + Versions.perplex(), "Java " + System.getProperty("java.version")
    };
  }
}
