package dev.perplex.cli;

/** Where the driver runs. */
final class DeployMode {
  private DeployMode() {}

  /** Whether a cluster manager started it, who runs a failed driver again. */
  static boolean isCluster() {
    // On Kubernetes the driver's pod submits itself once more, in client mode.
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        || Boolean.getBoolean("spark.kubernetes.submitInDriver");
  }
}
