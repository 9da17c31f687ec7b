package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.RoundStats;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * A worker's figures of a round. They travel with its first part, so that they are counted exactly
 * once even where Spark runs a task twice (an accumulator would count both runs).
 *
 * @param heldOut of the rows before the round
 */
record Contribution(RoundStats stats, HeldOutLoss.Sum heldOut) implements Serializable {
  static final Contribution NONE = new Contribution(RoundStats.NONE, HeldOutLoss.Sum.NONE);

  private static final int BYTES = 7 * Long.BYTES;

  Contribution plus(Contribution other) {
    return new Contribution(stats.plus(other.stats), heldOut.plus(other.heldOut));
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(stats.tokens())
        .putLong(stats.words())
        .putLong(stats.pairs())
        .putLong(stats.lossWindows())
        .putDouble(stats.loss())
        .putLong(heldOut.pairs())
        .putDouble(heldOut.loss())
        .array();
  }

  static Contribution fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Contribution(
        new RoundStats(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getDouble()),
        new HeldOutLoss.Sum(in.getLong(), in.getDouble()));
  }
}
