package dev.perplex.cli;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what was thrown into one line and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private final Perplex root;
  private final PrintWriter err;

  Failures(Perplex root, PrintWriter err) {
    this.root = root;
    this.err = err;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    err.println("perplex: " + message(e));
    if (root.debug) {
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack));
      err.print(Redaction.of(stack.toString()));
      err.flush();
    }
    return code(e).number();
  }

  /** The user's error in a chain of causes: what Spark wraps around a task's failure is dropped. */
  private static PerplexException known(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PerplexException known) {
        return known;
      }
    }
    return null;
  }

  static ExitCode code(Throwable e) {
    PerplexException known = known(e);
    return known == null ? ExitCode.FAILED : known.exitCode();
  }

  static String message(Throwable e) {
    PerplexException known = known(e);
    if (known != null) {
      return known.getMessage();
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text =
        root.getMessage() == null ? "" : ": " + root.getMessage().lines().findFirst().orElse("");
    return root.getClass().getSimpleName() + Redaction.of(text) + " (--debug prints the stack)";
  }
}
