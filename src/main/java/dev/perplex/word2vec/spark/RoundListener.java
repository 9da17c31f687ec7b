package dev.perplex.word2vec.spark;

/** Is told of each round that has been merged, on the driver. */
@FunctionalInterface
public interface RoundListener {

  /**
   * @param epoch from 0
   * @param round from 0, within the epoch
   * @param tokensDone by all workers since the training began
   * @param tokensTotal over all epochs
   * @param meanLoss of the round's pairs, in nats a pair with its negatives
   * @param rate each worker's learning rate at the end of the round
   */
  void round(int epoch, int round, long tokensDone, long tokensTotal, double meanLoss, double rate);
}
