package dev.perplex.lm.spark;

import dev.perplex.lm.Minibatches;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.MergeRule;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.PartMerge;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.WorkerRound;
import dev.perplex.store.SealedFiles;
import dev.perplex.vocab.IdStream;
import java.io.Serializable;

/**
 * What stays the same in all rounds of a training; sent to each executor once.
 *
 * @param name of one driver's training
 * @param restarts whether state starts anew at documents
 * @param files of checkpoints
 * @param outer as it is for the number of workers
 */
record FusedPlan(
    String name,
    RoundModels models,
    PartLayout layout,
    Minibatches text,
    IdStream ids,
    boolean restarts,
    OuterSettings outer,
    Wire wire,
    long seed,
    SealedFiles files)
    implements Serializable {

  int workers() {
    return text.workers();
  }

  /** Whether each executor merges the changes itself as it starts the next round. */
  boolean mergesEverywhere() {
    return MergeRule.mergesEverywhere(workers());
  }

  /** Whether the one worker's values are the next round's start, and travel as they are. */
  private boolean passesValues() {
    return workers() == 1 && outer.isPlain() && wire == Wire.FP32;
  }

  WorkerRound workerRound() {
    return new WorkerRound(layout, wire, passesValues());
  }

  PartMerge merge() {
    return new PartMerge(layout, outer, wire, passesValues());
  }
}
