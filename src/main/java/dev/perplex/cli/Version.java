package dev.perplex.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "perplex " + (version == null ? "(development build)" : version),
      "Java " + System.getProperty("java.version")
    };
  }
}
