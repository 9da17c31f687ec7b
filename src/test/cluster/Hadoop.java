import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;

/**
 * HDFS and YARN in one process of their own, on loopback and free ports: {@code Hadoop FOLDER}
 * writes what clients need to FOLDER/conf, says so on standard output, and ends with its standard
 * input. Run from its source by {@code src/test/cluster/hadoop}.
 *
 * <p>YARN's two servers are started by hand: MiniYARNCluster binds to whatever address the
 * machine's name has.
 */
final class Hadoop {
  private static final String LOOPBACK = "127.0.0.1";

  private Hadoop() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    PrintStream out = System.out;
    System.setOut(System.err); // for whatever the servers log
    int memory = Integer.parseInt(arguments[1]); // MB that containers may take together
    DefaultMetricsSystem.setMiniClusterMode(true); // two servers of one kind in one JVM
    try (MiniDFSCluster hdfs = hdfs(folder)) {
      YarnConfiguration yarn = yarn(folder, memory, hdfs);
      ResourceManager manager = new ResourceManager();
      manager.init(yarn);
      manager.start();
      NodeManager node = new NodeManager();
      node.init(new YarnConfiguration(manager.getConfig()));
      node.start();
      await(manager);
      Path conf = Files.createDirectories(folder.resolve("conf"));
      write(conf.resolve("core-site.xml"), manager.getConfig(), List.of("fs.defaultFS"));
      write(conf.resolve("hdfs-site.xml"), manager.getConfig(), List.of("dfs.replication"));
      write(conf.resolve("yarn-site.xml"), manager.getConfig(), List.of(
          YarnConfiguration.RM_ADDRESS,
          YarnConfiguration.RM_SCHEDULER_ADDRESS,
          YarnConfiguration.RM_WEBAPP_ADDRESS,
          YarnConfiguration.YARN_APPLICATION_CLASSPATH));
      out.println(hdfs.getURI());
      System.in.transferTo(OutputStream.nullOutputStream());
      node.stop();
      manager.stop();
    }
    System.exit(0); // threads of the servers that are no daemons
  }

  private static MiniDFSCluster hdfs(Path folder) throws IOException {
    Configuration conf = new HdfsConfiguration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    conf.setInt("dfs.replication", 1);
    conf.setBoolean("dfs.namenode.acls.enabled", true);
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    hdfs.waitActive();
    return hdfs;
  }

  private static YarnConfiguration yarn(Path folder, int memory, MiniDFSCluster hdfs) {
    YarnConfiguration conf = new YarnConfiguration(hdfs.getConfiguration(0));
    for (String address : List.of(
        YarnConfiguration.RM_ADDRESS,
        YarnConfiguration.RM_SCHEDULER_ADDRESS,
        YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS,
        YarnConfiguration.RM_ADMIN_ADDRESS,
        YarnConfiguration.RM_WEBAPP_ADDRESS,
        YarnConfiguration.NM_ADDRESS,
        YarnConfiguration.NM_LOCALIZER_ADDRESS,
        YarnConfiguration.NM_WEBAPP_ADDRESS)) {
      conf.set(address, LOOPBACK + ":0");
    }
    conf.set(YarnConfiguration.NM_LOCAL_DIRS, made(folder, "local"));
    conf.set(YarnConfiguration.NM_LOG_DIRS, made(folder, "containers")); // kept, for the tests
    conf.setLong(YarnConfiguration.NM_LOG_RETAIN_SECONDS, 100_000);
    conf.setInt(YarnConfiguration.NM_PMEM_MB, memory);
    conf.setInt(YarnConfiguration.NM_VCORES, 8);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 64);
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, memory);
    // Resident memory is what a container is killed for; a JVM reserves far more addresses.
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    conf.setInt(YarnConfiguration.NM_RESOURCE_MON_INTERVAL_MS, 1000);
    // A test machine's disks may be nearly full.
    conf.setFloat(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, 99.9f);
    conf.setBoolean(YarnConfiguration.NM_DISK_HEALTH_CHECK_ENABLE, false);
    conf.set(YarnConfiguration.YARN_APPLICATION_CLASSPATH, ""); // Spark brings its own
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.setFloat("yarn.scheduler.capacity.maximum-am-resource-percent", 1);
    conf.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, 2);
    return conf;
  }

  private static String made(Path folder, String name) {
    File made = folder.resolve("yarn").resolve(name).toFile();
    made.mkdirs();
    return made.toString();
  }

  private static void await(ResourceManager manager) throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (manager.getResourceScheduler().getNumClusterNodes() < 1) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no node has come to YARN within a minute");
      }
      Thread.sleep(50);
    }
  }

  private static void write(Path file, Configuration from, List<String> keys) throws IOException {
    Configuration some = new Configuration(false);
    var values = new TreeMap<String, String>();
    keys.forEach(key -> values.put(key, from.get(key)));
    values.forEach(some::set);
    try (OutputStream out = Files.newOutputStream(file)) {
      some.writeXml(out);
    }
  }
}
