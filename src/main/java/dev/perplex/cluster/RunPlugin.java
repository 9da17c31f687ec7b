package dev.perplex.cluster;

import dev.perplex.provenance.Stage;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/** Brings {@link RunGauges} into the driver's part of Spark's metric system. */
public final class RunPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of();
      }

      @Override
      public void registerMetrics(String application, PluginContext context) {
        for (Stage stage : Stage.values()) {
          RunGauges.register(context.metricRegistry(), stage.label());
        }
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return null; // Spark's word for none
  }
}
