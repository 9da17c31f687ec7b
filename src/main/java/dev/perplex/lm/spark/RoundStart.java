package dev.perplex.lm.spark;

import dev.perplex.store.SealedFile;
import java.io.Serializable;
import java.util.List;

/**
 * A round, where the one before left what it starts from, and what lies on storage of the rounds
 * before it: the last checkpoint.
 *
 * @param round rounds that are done
 * @param last the round before; {@link LastRound#NONE} where only the checkpoint is known
 * @param stored rounds that were done at the checkpoint; 0 without files for the beginning
 * @param parts of the checkpoint
 * @param workers states of workers at the checkpoint, null for a fresh one
 */
record RoundStart(
    int round, LastRound last, int stored, List<SealedFile> parts, List<SealedFile> workers)
    implements Serializable {

  /** Whether the checkpoint was made right before this round. */
  boolean isStored() {
    return round == stored;
  }
}
