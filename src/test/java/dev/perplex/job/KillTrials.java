package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.cluster.LocalCluster;
import dev.perplex.job.Drivers.Driver;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Pipelines of which executors or drivers are killed by SIGKILL, held against one that nothing
 * disturbed.
 */
final class KillTrials {
  private static final String[] SMALL = {
    "--set", "train.epochs=1", "--set", "train.segment-tokens=500", "--set", "word2vec.epochs=2"
  };

  /** Two executors of one core, which Spark starts anew where they die. */
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  private final Path folder;
  private final Map<Stage, Map<String, String>> whole = new EnumMap<>(Stage.class);
  private final double seconds; // of the undisturbed pipeline on a cluster

  KillTrials(Path folder) {
    this.folder = folder;
    long start = System.nanoTime();
    Workplace place = place("whole");
    Ended ended = onCluster(place, folder);
    assertThat(ended.code()).as(ended.err()).isZero();
    seconds = (System.nanoTime() - start) / 1e9;
    for (Stage stage : Stage.values()) {
      whole.put(stage, StorageTrials.bits(stage, place.artefact(stage)));
    }
  }

  double seconds() {
    return seconds;
  }

  private Workplace place(String name) {
    try {
      return Workplace.small(Files.createDirectory(folder.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] command(Workplace place, String name) {
    return place.command(name, SMALL);
  }

  private static Ended onCluster(Workplace place, Path home) {
    return Commands.on(CLUSTER, LocalCluster.options(home), command(place, "pipeline"));
  }

  /**
   * Kills an executor a while after the pipeline has begun.
   *
   * @param after seconds
   * @param which of the executors that are alive then
   * @return whether one died while the pipeline ran
   */
  boolean executor(String name, double after, int which) {
    Workplace place = place(name);
    CompletableFuture<Ended> running =
        CompletableFuture.supplyAsync(() -> onCluster(place, folder));
    long end = System.nanoTime() + (long) (after * 1e9);
    List<ProcessHandle> alive = List.of();
    // The moment, or as soon after it as there is one.
    while (!running.isDone() && (System.nanoTime() < end || alive.isEmpty())) {
      alive = System.nanoTime() < end ? List.of() : Executors.alive();
      pause();
    }
    boolean killed = !alive.isEmpty() && alive.get(which % alive.size()).destroyForcibly();
    Ended ended = running.join();
    assertThat(ended.code()).as(ended.err()).isZero();
    check(place, name);
    return killed;
  }

  private static void pause() {
    LockSupport.parkNanos(5_000_000);
  }

  /**
   * Kills the driver of a stage a while after it has begun to make its artefact, and starts it
   * again; the rest of the pipeline follows.
   *
   * @return whether the stage was not done yet
   */
  boolean driver(String name, Stage stage, double after) throws Exception {
    Workplace place = place(name);
    for (Stage each : Stage.values()) {
      if (each == stage) {
        break;
      }
      assertThat(Commands.run(command(place, each.label())).code()).isZero();
    }
    boolean early;
    try (Driver driver = Drivers.start(place, stage.label(), SMALL)) {
      driver.until(() -> driver.text().contains("started (") || !driver.process().isAlive());
      long end = System.nanoTime() + (long) (after * 1e9);
      while (driver.process().isAlive() && System.nanoTime() < end) {
        pause();
      }
      early = driver.process().isAlive();
      driver.kill();
    }
    early &= place.artefacts(stage).isEmpty();
    Ended again = Commands.run(command(place, "pipeline"));
    assertThat(again.code()).as(again.err()).isZero();
    check(place, name);
    return early;
  }

  private void check(Workplace place, String name) {
    List<String> other = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (!StorageTrials.bits(stage, place.artefact(stage)).equals(whole.get(stage))) {
        other.add(stage.label());
      }
    }
    assertThat(other).as(name + ": stages whose artefacts differ").isEmpty();
    assertThat(place.stored("result.json")).hasSize(1);
    assertThat(Workplace.json(place.stored("result.json").get(0)).get("verdict"))
        .as(name)
        .isEqualTo("done");
  }
}
