package dev.perplex.lm;

import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** How a gradient moves the parameters of DL4J's network. */
public enum Updater {
  /** Plain stochastic gradient descent; keeps no state. */
  SGD {
    @Override
    IUpdater of(double rate) {
      return new Sgd(rate);
    }

    @Override
    OptimizerSettings.Method method() {
      return OptimizerSettings.Method.SGD;
    }
  },
  /** Adam (Kingma and Ba 2015) with its usual moments .9 and .999. */
  ADAM {
    @Override
    IUpdater of(double rate) {
      return new Adam(rate);
    }

    @Override
    OptimizerSettings.Method method() {
      return OptimizerSettings.Method.ADAMW;
    }
  };

  abstract IUpdater of(double rate);

  abstract OptimizerSettings.Method method();

  /**
   * @throws PerplexException for a method that dl4j's engine is not set up for
   */
  static Updater of(OptimizerSettings.Method method) {
    for (Updater each : values()) {
      if (each.method() == method) {
        return each;
      }
    }
    throw PerplexException.usage(
        "train.optimizer.method = %s is not sgd or adamw, which the engine dl4j knows. Set"
            + " train.engine to fused, or train.optimizer.method to sgd or adamw.",
        Labels.of(method));
  }
}
