package dev.perplex.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** An S3 server with the bucket {@code perplex}, in a JVM of its own. */
public final class S3Server implements AutoCloseable {
  private final ServerProcess process;
  private final Path folder;

  private S3Server(ServerProcess process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * @param folder of its files and its log
   * @param secret that clients give; it takes any
   */
  public static S3Server start(Path folder, String secret) throws IOException {
    S3Server server = new S3Server(ServerProcess.start("s3", folder, Map.of()), folder);
    server.writeConf(secret);
    return server;
  }

  private void writeConf(String secret) throws IOException {
    Map<String, String> values = new TreeMap<>();
    values.put("fs.s3a.endpoint", process.address());
    values.put("fs.s3a.endpoint.region", "us-west-2");
    values.put("fs.s3a.access.key", "perplex");
    values.put("fs.s3a.secret.key", secret);
    values.put("fs.s3a.path.style.access", "true");
    values.put("fs.s3a.connection.ssl.enabled", "false");
    values.put("fs.s3a.change.detection.mode", "none"); // it gives no version ids
    StringBuilder xml = new StringBuilder("<configuration>\n");
    values.forEach(
        (key, value) ->
            xml.append("<property><name>")
                .append(key)
                .append("</name><value>")
                .append(value)
                .append("</value></property>\n"));
    Files.createDirectories(conf());
    Files.writeString(conf().resolve("core-site.xml"), xml.append("</configuration>\n"));
  }

  /** Stores a file; returns its address. */
  public String put(String name, Path file) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(process.address() + "/perplex/" + name))
            .PUT(HttpRequest.BodyPublishers.ofFile(file))
            .build();
    int status =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      throw new AssertionError(name + " cannot be stored: status " + status);
    }
    return address() + "/" + name;
  }

  /** Of the bucket. */
  public String address() {
    return "s3a://perplex";
  }

  /** What clients need: {@code HADOOP_CONF_DIR}. */
  public Path conf() {
    return folder.resolve("conf");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.close();
  }
}
