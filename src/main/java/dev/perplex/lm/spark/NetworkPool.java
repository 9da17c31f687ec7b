package dev.perplex.lm.spark;

import dev.perplex.lm.ModelFile;
import java.util.ArrayDeque;
import java.util.Deque;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Networks of the model that this JVM scored with last: one for each task that runs at the same
 * time, since a network keeps the state of the sequence it is in.
 */
final class NetworkPool {
  private static final Deque<MultiLayerNetwork> IDLE = new ArrayDeque<>();
  private static String current = "";

  private NetworkPool() {}

  static MultiLayerNetwork take(String checksum, byte[] model) {
    synchronized (IDLE) {
      if (!current.equals(checksum)) {
        IDLE.clear();
        current = checksum;
      }
      MultiLayerNetwork idle = IDLE.poll();
      if (idle != null) {
        return idle;
      }
    }
    return ModelFile.read(model, "the model");
  }

  static void giveBack(String checksum, MultiLayerNetwork network) {
    synchronized (IDLE) {
      if (current.equals(checksum)) {
        IDLE.push(network);
      }
    }
  }
}
