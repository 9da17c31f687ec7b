package dev.perplex.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** HDFS and YARN, in a JVM of their own. */
public final class HadoopServers implements AutoCloseable {
  private final ServerProcess process;
  private final Path folder;

  private HadoopServers(ServerProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * @param folder of their files; logs of containers stay there
   * @param containerMemory MB that all containers may take together
   */
  public static HadoopServers start(Path folder, int containerMemory) throws IOException {
    return new HadoopServers(
        ServerProcess.start(
            "hadoop", folder, Map.of("CONTAINER_MEMORY", Integer.toString(containerMemory))),
        folder);
  }

  /** Of HDFS, {@code hdfs://localhost:PORT}. */
  public String address() {
    return process.address();
  }

  /** What clients need: {@code HADOOP_CONF_DIR}. */
  public Path conf() {
    return folder.resolve("conf");
  }

  /** What containers wrote, applications in the order of their numbers. */
  public List<Path> containerLogs() {
    try (Stream<Path> files = Files.walk(folder.resolve("yarn/containers"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.close();
  }
}
