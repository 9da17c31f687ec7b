package dev.perplex.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/** A Hadoop configuration that travels to executors. */
final class HadoopSettings extends Carried<Configuration> {
  private static final long serialVersionUID = 1L;

  HadoopSettings(Configuration configuration) {
    super(configuration);
  }

  Configuration configuration() {
    return value();
  }

  @Override
  void write(Configuration what, OutputStream out) throws IOException {
    what.write(new DataOutputStream(out));
  }

  @Override
  Configuration read(InputStream in) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.readFields(new DataInputStream(in));
    return configuration;
  }
}
