import com.adobe.testing.s3mock.S3MockApplication;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An S3 server (Adobe's S3Mock) in a process of its own, on loopback and a free port: {@code S3
 * FOLDER} prints its address once it answers, and ends with its standard input. It has the bucket
 * {@code perplex}. Run from its source by {@code src/test/cluster/s3}.
 */
final class S3 {
  private S3() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // for whatever the server logs
    Path objects = Files.createDirectories(Path.of(arguments[0], "objects").toAbsolutePath());
    try (ConfigurableApplicationContext server =
        new SpringApplicationBuilder(S3MockApplication.class)
            .initializers(S3::bindToLoopback)
            .run(
                "--server.port=0",
                "--server.ssl.enabled=false",
                "--com.adobe.testing.s3mock.http-port=0", // its second door
                "--com.adobe.testing.s3mock.domain.root=" + objects,
                "--com.adobe.testing.s3mock.domain.retain-files-on-exit=true",
                "--com.adobe.testing.s3mock.domain.initial-buckets=perplex",
                "--spring.main.banner-mode=off")) {
      int port = ((ServletWebServerApplicationContext) server).getWebServer().getPort();
      out.println("http://127.0.0.1:" + port);
      System.in.transferTo(OutputStream.nullOutputStream());
    }
    System.exit(0);
  }

  private static void bindToLoopback(ConfigurableApplicationContext context) {
    WebServerFactoryCustomizer<JettyServletWebServerFactory> loopback =
        factory ->
            factory.addServerCustomizers(
                server -> {
                  for (Connector connector : server.getConnectors()) {
                    ((ServerConnector) connector).setHost("127.0.0.1");
                  }
                });
    ((GenericApplicationContext) context)
        .registerBean("loopback", WebServerFactoryCustomizer.class, () -> loopback);
  }
}
