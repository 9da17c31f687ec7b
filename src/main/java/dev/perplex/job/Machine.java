package dev.perplex.job;

import dev.perplex.provenance.Versions;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/** What a run record says of software and machine. */
final class Machine {
  private Machine() {}

  static Map<String, String> versions(JavaSparkContext spark) {
    Map<String, String> versions = Versions.all();
    versions.put("java", System.getProperty("java.version"));
    versions.put("spark", spark.version());
    versions.put("hadoop", org.apache.hadoop.util.VersionInfo.getVersion());
    return versions;
  }

  static Map<String, String> machine(JavaSparkContext spark) {
    Map<String, String> machine = new TreeMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("driver-heap-mb", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
    machine.put("master", spark.master());
    machine.put("parallelism", Integer.toString(spark.defaultParallelism()));
    return machine;
  }
}
