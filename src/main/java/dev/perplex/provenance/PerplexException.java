package dev.perplex.provenance;

/**
 * An error that a user can act on. Its message is one line that names the thing at fault, its
 * value, the bound and the way out; {@code --debug} adds the stack.
 */
public class PerplexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public PerplexException(ExitCode exitCode, String message, Throwable cause) {
    super(Redaction.of(message), cause);
    this.exitCode = exitCode;
  }

  public PerplexException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** The command line or the configuration is wrong: exit code 2. */
  public static PerplexException usage(String format, Object... arguments) {
    return new PerplexException(ExitCode.USAGE, String.format(format, arguments));
  }

  /** The data or an artefact is refused: exit code 20. */
  public static PerplexException dataRefused(String format, Object... arguments) {
    return new PerplexException(ExitCode.DATA_REFUSED, String.format(format, arguments));
  }

  /** Another driver owns what this one wants to make: exit code 30. */
  public static PerplexException leaseLost(String format, Object... arguments) {
    return new PerplexException(ExitCode.LEASE_LOST, String.format(format, arguments));
  }

  /** Anything else that ended the work, storage that fails for one: exit code 1. */
  public static PerplexException failed(Throwable cause, String format, Object... arguments) {
    return new PerplexException(ExitCode.FAILED, String.format(format, arguments), cause);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
