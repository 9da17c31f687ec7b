package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Storage and source on S3, through s3a, which has no conditional writes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class S3IT {
  private static final String SECRET = "SeKritThatNobodyMayRead";

  private static Path folder;
  private static S3Server s3;

  @BeforeAll
  static void start() throws Exception {
    folder = SameBits.folder("s3");
    s3 = S3Server.start(folder.resolve("server"), SECRET);
  }

  @AfterAll
  static void stop() throws Exception {
    if (s3 != null) {
      s3.close();
    }
  }

  private static void copy(String... arguments) throws Exception {
    Submission.copy(s3.conf(), folder.resolve("copy.log"), arguments);
  }

  /** A workplace whose text and storage are on S3. */
  private static Workplace place(String name) throws Exception {
    Workplace place = Workplace.small(Files.createDirectory(folder.resolve(name)));
    String text = s3.put(name + "/in/text.txt", place.folder().resolve("text.txt"));
    place.manifest("sources = [ { path = \"" + text + "\" } ]");
    return place;
  }

  private static Submission start(
      Workplace place, String log, String command, List<String> settings) throws IOException {
    List<String> all = new ArrayList<>(settings);
    all.add("--set");
    all.add("storage.root=" + s3.address() + "/" + place.folder().getFileName() + "/storage");
    Map<String, String> environment =
        Map.of(
            "PERPLEX_SPARK", "local,s3",
            "PERPLEX_MASTER", "local[2]",
            "SPARK_DRIVER_MEMORY", "1g",
            "HADOOP_CONF_DIR", s3.conf().toString());
    return Submission.job(
        place, place.folder().resolve(log), environment, command, all.toArray(String[]::new));
  }

  /** Brings the storage here. */
  private static void fetch(Workplace place) throws Exception {
    String name = place.folder().getFileName().toString();
    copy("-get", s3.address() + "/" + name + "/storage", place.folder().toString());
  }

  @Test
  void thePipelineMakesWhatItMakesOnDiskAndTellsNoSecret() throws Exception {
    Workplace place = place("pipeline");
    try (Submission job = start(place, "pipeline.log", "pipeline", SameBits.SETTINGS)) {
      assertThat(job.code()).as(job.text()).isZero();
      assertThat(job.text()).contains("LSTM: a perplexity of ");
    }
    // What fails is told with its settings and, here, its stack.
    List<String> wrong = List.of("--debug", "--set", "word2vec.evaluate=[\"s3a://none/x.txt\"]");
    try (Submission job = start(place, "wrong.log", "word2vec", wrong)) {
      assertThat(job.code()).as(job.text()).isNotZero();
    }
    fetch(place);
    SameBits.check(place, List.of(Stage.values()));
    assertThat(mentions(place.folder())).isEmpty();
    assertThat(mentions(s3.conf())).as("the test finds it where it stands").hasSize(1);
  }

  /** Files that hold the secret. */
  private static List<Path> mentions(Path below) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (text.contains(SECRET)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  @Test
  void ofTwoDriversOfOneRunOneMakesIt() throws Exception {
    Workplace place = place("two");
    // Longer than a busy machine may take to give a sign of life.
    List<String> lease =
        List.of("--set", "run.lease.seconds=20", "--set", "run.lease.heartbeat-seconds=1");
    try (Submission first = start(place, "first.log", "prepare", lease);
        Submission second = start(place, "second.log", "prepare", lease)) {
      List<Integer> codes = List.of(first.code(), second.code());
      String said = first.text() + second.text();
      assertThat(codes).as(said).contains(0).isSubsetOf(0, 30);
      assertThat(said).containsOnlyOnce("started (");
      for (Submission each : List.of(first, second)) {
        if (each.code() == 30) {
          assertThat(each.text()).contains("is being made by another driver, which is alive");
        } else {
          assertThat(each.text()).doesNotContain("perplex: ");
        }
      }
    }
    fetch(place);
    SameBits.check(place, List.of(Stage.PREPARE));
    assertThat(place.manifests()).hasSize(1);
    assertThat(place.stored("result.json")).hasSize(1);
  }
}
