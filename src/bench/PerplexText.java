import com.sun.management.OperatingSystemMXBean;
import dev.perplex.cluster.Session;
import dev.perplex.config.Settings;
import dev.perplex.job.Pipeline;
import dev.perplex.job.Run;
import dev.perplex.job.RunListener;
import dev.perplex.provenance.Stage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Our side of {@code src/bench/tokenize-vocab}: makes stages twice in one JVM, and prints for each
 * what the stage itself took: {@code perplex STAGE PASS WALL CPU}, in seconds.
 *
 * <p>Arguments: storage root, stages.
 */
final class PerplexText {
  private PerplexText() {}

  public static void main(String[] args) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      stages.add(Stage.valueOf(args[i].toUpperCase(Locale.ROOT)));
    }
    String home = System.getenv("PERPLEX_HOME");
    Settings settings =
        Settings.load(
            List.of(),
            List.of(
                "storage.root=\"" + args[0] + "\"",
                "prepare.corpus=\"" + Path.of(home, "data-prep", "folder.conf") + "\""));
    // What is only to be read by the other side is made once.
    List<String> passes = stages.size() == 1 ? List.of("once") : List.of("cold", "warm");
    try (Session session = new Session("bench")) {
      for (String pass : passes) {
        try (Run run = new Run(settings, session, EnumSet.copyOf(stages), new Times(pass))) {
          new Pipeline(run).make(stages);
        }
      }
    }
  }

  private static final class Times implements RunListener {
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final String pass;
    private long cpu; // at the end of the stage before

    Times(String pass) {
      this.pass = pass;
      this.cpu = system.getProcessCpuTime();
    }

    @Override
    public void started(Stage stage, String why) {}

    @Override
    public void finished(Stage stage, String summary, double seconds) {
      long now = system.getProcessCpuTime();
      System.out.printf(
          Locale.ROOT,
          "perplex %s %s %.3f %.3f%n",
          stage.label(),
          pass,
          seconds,
          (now - cpu) / 1e9);
      cpu = now;
    }

    @Override
    public void skipped(Stage stage, String why) {}

    @Override
    public void progress(Stage stage, long done, long total, String unit) {}

    @Override
    public void note(Stage stage, String text) {}
  }
}
