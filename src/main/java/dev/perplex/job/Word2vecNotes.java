package dev.perplex.job;

import dev.perplex.word2vec.spark.MemoryPlan;
import dev.perplex.word2vec.spark.RoundPoint;
import dev.perplex.word2vec.spark.TrainingListener;
import java.util.Locale;

/** Passes on what the training of word vectors tells; speeds are of this run alone. */
final class Word2vecNotes implements TrainingListener {
  private final StageJob.Workshop workshop;
  private long earlier; // tokens that earlier tries trained
  private long counted; // tokens up to the last epoch's end, or what this run began after
  private double seconds; // of this run since then

  Word2vecNotes(StageJob.Workshop workshop) {
    this.workshop = workshop;
  }

  /** What was trained before this run, which went on after it. */
  long tokensOfEarlierTries() {
    return earlier;
  }

  @Override
  public void tokens(long done, long total) {
    workshop.progress().at(done, total, "tokens");
  }

  @Override
  public void round(RoundPoint point) {
    if (point.tokens() > earlier) {
      seconds += point.seconds();
    }
    if (!point.endsEpoch()) {
      return;
    }
    long tokens = point.tokens() - counted;
    note(
        "epoch %d, %,d tokens: training loss %.3f%s%s",
        point.epoch() + 1,
        point.tokens(),
        point.trainingLoss(),
        point.heldOutLoss() == null ? "" : format(", held-out loss %.4f", point.heldOutLoss()),
        tokens > 0 ? format(", %,.0f tokens/s", tokens / seconds) : "");
    seconds = 0;
    counted = point.tokens();
  }

  @Override
  public void resumed(int rounds, int total, long tokens) {
    earlier = tokens;
    counted = tokens;
    note("going on after round %d of %d, which an earlier try left", rounds, total);
  }

  @Override
  public void started(long found, long words) {
    note("%,d of %,d words start from given vectors", found, words);
  }

  @Override
  public void memory(MemoryPlan plan) {
    note("takes %s", plan);
  }

  @Override
  public void warning(String message) {
    note("%s", message);
  }

  private void note(String form, Object... arguments) {
    workshop.notes().accept(format(form, arguments));
  }

  private static String format(String form, Object... arguments) {
    return String.format(Locale.ROOT, form, arguments);
  }
}
