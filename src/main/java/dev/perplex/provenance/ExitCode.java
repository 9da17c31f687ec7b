package dev.perplex.provenance;

/** What a process says to its caller when it ends. */
public enum ExitCode {
  DONE(0),
  FAILED(1),
  USAGE(2),
  NOT_PROMOTED(10),
  DATA_REFUSED(20),
  LEASE_LOST(30);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
