package dev.perplex.lm.rounds;

import java.io.Serializable;

/**
 * How far training is, between two rounds.
 *
 * @param rounds done
 * @param epoch passes over the text that are done
 * @param step time steps of each lane that this epoch has done
 * @param minibatch of each worker that this epoch has done
 * @param minibatches of each worker that all epochs have done
 * @param tokens that all workers have trained on
 */
public record Position(
    int rounds, int epoch, long step, long minibatch, long minibatches, long tokens)
    implements Serializable {

  public static final Position START = new Position(0, 0, 0, 0, 0, 0);
}
