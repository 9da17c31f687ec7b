package dev.perplex.lm.spark;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.NativeThreads;
import dev.perplex.lm.fused.FusedModelFile;
import dev.perplex.lm.fused.NetworkPlan;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.Replica;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.vocab.IdStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The engine {@code fused}, as rounds see it. */
final class FusedModels implements RoundModels {
  private static final long serialVersionUID = 1L;

  private static final long COUNTED = 1_000_000;
  private static final int BLOCK = 1 << 16;

  private final NetworkPlan plan;

  private FusedModels(NetworkPlan plan) {
    this.plan = plan;
  }

  static RoundModels of(TrainingJob job) {
    long[] counts = counts(job.train(), job.vocabulary());
    return new FusedModels(
        new NetworkPlan(job.model(), job.settings(), counts, job.vectors(), job.start()));
  }

  /** How often each word stands in the first tokens: enough of them to start from. */
  private static long[] counts(IdStream ids, int vocabulary) {
    long[] counts = new long[vocabulary];
    long until = Math.min(ids.size(), COUNTED);
    for (long from = 0; from < until; from += BLOCK) {
      for (int id : ids.read(from, (int) Math.min(BLOCK, until - from))) {
        counts[id]++;
      }
    }
    return counts;
  }

  @Override
  public List<Tensor> start() {
    return plan.start().all();
  }

  private static Tensor words(List<Tensor> parameters) {
    return parameters.stream()
        .filter(each -> each.name().equals("embedding.weight"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public RoundModel create() {
    NativeThreads.one();
    Replica replica = plan.replica();
    return new Trained(replica, words(replica.parameters()), plan.frozen());
  }

  @Override
  public long workingBytes() {
    return plan.workingBytes();
  }

  @Override
  public byte[] bytes(List<Tensor> parameters) {
    Parameters own = new Parameters(plan.shape());
    for (int i = 0; i < parameters.size(); i++) {
      float[] values = parameters.get(i).values();
      System.arraycopy(values, 0, own.all().get(i).values(), 0, values.length);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      FusedModelFile.write(own, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A replica, whose word vectors may have to stay where they are. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trained(Replica replica, Tensor words, float[] kept) implements RoundModel {
    @Override
    public List<Tensor> parameters() {
      return replica.parameters();
    }

    @Override
    public void loaded() {
      replica.forgetTouched();
    }

    @Override
    public boolean[] touchedRows(Tensor parameter) {
      return kept != null && parameter == words
          ? new boolean[words.rows()]
          : replica.touchedRows(parameter);
    }

    @Override
    public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
      StepFigures figures = replica.step(minibatch, rate, seedOfStep);
      if (kept != null) {
        int columns = words.columns();
        for (int id : minibatch.inputs()) {
          System.arraycopy(kept, id * columns, words.values(), id * columns, columns);
        }
      }
      return figures;
    }

    @Override
    public void resetState() {
      replica.resetState();
    }

    @Override
    public float[] state() {
      return replica.state();
    }

    @Override
    public void state(float[] saved) {
      replica.state(saved);
    }

    @Override
    public List<Tensor> optimizerState() {
      return replica.optimizerState();
    }
  }
}
