package dev.perplex.cluster;

import dev.perplex.job.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Servers that a script of src/test/cluster starts in processes of their own: it prints an address
 * once they are there, and ends them with its standard input, so with this JVM at the latest.
 */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * @param folder of the servers' files and logs
   */
  public static ServerProcess start(String script, Path folder, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    Path complaints = folder.resolve(script + ".err");
    List<String> command = new ArrayList<>();
    command.add("src/test/cluster/" + script);
    command.add(folder.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String address = said.readLine(); // none where the script gives up, which it does in time
    if (address == null) {
      process.destroyForcibly();
      throw new AssertionError(
          script + " did not start, see " + folder + ": " + Workplace.text(complaints));
    }
    return new ServerProcess(process, address);
  }

  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("a server at " + address + " did not end with its input");
    }
  }
}
