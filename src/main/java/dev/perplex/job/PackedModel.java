package dev.perplex.job;

import dev.perplex.lm.Reading;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Measured;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * A finished language model as it would be deployed: copied out of storage and asked, in a JVM of
 * its own, for the losses of raw texts. What comes out must be what its report says.
 */
public final class PackedModel {
  /** The command that the other JVM runs. */
  public static final String COMMAND = "check-model";

  /** How the other JVM's answer begins; what else it prints is noise. */
  public static final String MARK = "answer ";

  private static final String MAIN = "dev.perplex.cli.Perplex";
  private static final int SIGNAL = 128; // exit codes of processes that a signal ended are above
  private static final long HEAP_BYTES = 384L << 20; // Spark's and our classes, texts, a minibatch
  private static final int HEAP_TIMES_MODEL = 4; // as read, as arrays, and twice to spare
  private static final double TOLERANCE = 1e-3; // of a loss: loops differ in their order of sums

  private static final Set<String> OPTION_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
  private static final List<String> PORT_OPTIONS =
      List.of("-Dcom.sun.management.", "-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp");

  /** What the other JVM is asked. */
  public record Question(Reading.State state, List<String> texts) {}

  /** The losses of the texts, nats. */
  public record Answer(int vocabulary, List<Double> nats) {}

  private final Artefact model;

  PackedModel(Artefact model) {
    this.model = model;
  }

  /** The work of the other JVM. */
  public static Answer answer(Location folder, Question question) {
    StoredModel stored = new StoredModel(Artefact.open(folder));
    return new Answer(
        stored.vocabulary().size(),
        new ChampionModel.Scorer(stored, question.state()).nats(question.texts()));
  }

  /**
   * Copies, loads and asks.
   *
   * @param expected losses of the texts, nats
   * @param seconds that it may take
   * @throws PerplexException exit code 1, where the other JVM was stopped before it had an answer:
   *     that says nothing of the model
   */
  Measured.Check check(Question question, double[] expected, int seconds) {
    int documents = question.texts().size();
    try {
      Answer answer = ask(question, seconds);
      if (answer.nats().size() != documents) {
        return failed(documents, "gives losses of " + answer.nats().size() + " documents");
      }
      for (int i = 0; i < documents; i++) {
        double nats = answer.nats().get(i);
        if (!(Math.abs(nats - expected[i]) <= TOLERANCE * Math.max(1, Math.abs(expected[i])))) {
          return failed(
              documents,
              String.format(
                  Locale.ROOT,
                  "gives document %d of the test split a loss of %.4f nats, where the report has"
                      + " %.4f",
                  i,
                  nats,
                  expected[i]));
        }
      }
      return new Measured.Check(
          true,
          documents,
          String.format(
              Locale.ROOT,
              "loaded by a JVM of its own, the packed model gives %d test documents the losses of"
                  + " the report",
              documents));
    } catch (Unanswered e) {
      return failed(documents, e.getMessage());
    }
  }

  private static Measured.Check failed(int documents, String how) {
    return new Measured.Check(
        false,
        documents,
        "in a JVM of its own the packed model "
            + how
            + "; --force=promote asks once more, --force=train makes another model");
  }

  /** The other JVM cannot answer, and why, as the rest of a sentence. */
  static final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String how) {
      super(how);
    }
  }

  private Answer ask(Question question, int seconds) throws Unanswered {
    try {
      Path folder = Files.createTempDirectory("perplex-check-model");
      Location place = Location.of(folder.toUri().toString(), new Configuration(false));
      try {
        model.copyTo(place.child("model"));
        long heap = heap(bytes(), Runtime.getRuntime().maxMemory());
        return ask(folder, question, heap, seconds);
      } finally {
        place.delete();
      }
    } catch (IOException e) {
      throw PerplexException.failed(
          e,
          "The packed model cannot be checked in a JVM of its own: %s. See whether there is space"
              + " for temporary files.",
          e.getMessage());
    }
  }

  private long bytes() {
    return model.manifest().files().stream().mapToLong(PartFile::bytes).sum();
  }

  /**
   * The heap of the other JVM: what a model needs, and no more, because a container's limit holds
   * for this JVM and the other together.
   *
   * @param model its bytes on storage
   * @param most what this JVM may take
   */
  static long heap(long model, long most) {
    return Math.min(most, HEAP_BYTES + HEAP_TIMES_MODEL * model);
  }

  private static Answer ask(Path folder, Question question, long heap, int seconds)
      throws IOException, Unanswered {
    Path in = folder.resolve("question.json");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Files.writeString(in, Json.line(question), StandardCharsets.UTF_8);
    ProcessBuilder builder =
        new ProcessBuilder(command(folder.resolve("model"), heap))
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .entrySet()
        .removeIf(each -> OPTION_VARIABLES.contains(each.getKey()) && bindsPort(each.getValue()));
    Process process = builder.start();
    if (!ended(process, seconds)) {
      throw stopped(
          "gave no answer in promote.quality.check-seconds = "
              + seconds
              + ". Where the machine is slow, pass more of them");
    }
    return heard(process.exitValue(), Files.readAllLines(out), lastLine(err));
  }

  /**
   * What a JVM said that has ended.
   *
   * @param complaint its last line on standard error
   * @throws Unanswered where it ended by itself, and says that it failed
   * @throws PerplexException where it was killed, or has no answer and does not say why
   */
  static Answer heard(int exitCode, List<String> lines, String complaint) throws Unanswered {
    if (exitCode > SIGNAL) {
      throw stopped(
          "was ended by signal "
              + (exitCode - SIGNAL)
              + ": "
              + complaint
              + ". Where memory ran out, free some");
    }
    if (exitCode != 0) {
      throw new Unanswered("ended with exit code " + exitCode + ": " + complaint);
    }
    String answer =
        lines.stream()
            .filter(line -> line.startsWith(MARK))
            .findFirst()
            .orElseThrow(() -> stopped("ended without an answer: " + complaint));
    return Json.read(answer.substring(MARK.length()), Answer.class);
  }

  private static PerplexException stopped(String how) {
    return PerplexException.failed(
        null,
        "The JVM that checks the packed model %s. Nothing was decided: run it again, or pass --set"
            + " promote.quality.check-documents=0 to go without the check.",
        how);
  }

  private static boolean ended(Process process, int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped("was stopped, as this process is ending");
    } finally {
      process.destroyForcibly();
    }
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty()
        ? "it said nothing"
        : lines.get(lines.size() - 1).strip().replaceFirst("\\.$", "");
  }

  /** Those of this JVM's options that the other one needs: not its heap, Spark's or its ports. */
  static List<String> inherited(List<String> options) {
    return options.stream()
        .filter(each -> each.startsWith("--add-") || each.startsWith("-D"))
        .filter(each -> !each.startsWith("-Dspark.") && !bindsPort(each))
        .toList();
  }

  /** Whether options have a JVM listen on a port that this one has taken. */
  static boolean bindsPort(String options) {
    return PORT_OPTIONS.stream().anyMatch(options::contains);
  }

  /** This JVM's options and class path. */
  private static List<String> command(Path folder, long heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(classPath());
    command.addAll(List.of(MAIN, COMMAND, folder.toUri().toString()));
    return command;
  }

  private static String classPath() {
    try {
      // spark-submit loads the jar by a class loader of its own, beside the class path.
      Path own =
          Path.of(PackedModel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own + File.pathSeparator + System.getProperty("java.class.path");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of a class is no address", e);
    }
  }
}
