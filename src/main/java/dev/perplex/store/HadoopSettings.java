package dev.perplex.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
  byte[] bytes(Configuration of) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Override
  Configuration read(byte[] from) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.readFields(new DataInputStream(new ByteArrayInputStream(from)));
    return configuration;
  }
}
