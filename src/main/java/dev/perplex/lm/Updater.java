package dev.perplex.lm;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** How a gradient moves the parameters. */
public enum Updater {
  /** Plain stochastic gradient descent; keeps no state. */
  SGD {
    @Override
    IUpdater of(double rate) {
      return new Sgd(rate);
    }
  },
  /** Adam (Kingma and Ba 2015) with its usual moments .9 and .999. */
  ADAM {
    @Override
    IUpdater of(double rate) {
      return new Adam(rate);
    }
  };

  abstract IUpdater of(double rate);
}
