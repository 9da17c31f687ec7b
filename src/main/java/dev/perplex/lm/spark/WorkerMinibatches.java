package dev.perplex.lm.spark;

import dev.perplex.lm.Minibatches;
import dev.perplex.lm.NativeThreads;
import dev.perplex.vocab.IdStream;
import java.util.Iterator;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.nd4j.linalg.dataset.DataSet;

/** A worker's minibatches of one averaging round, read from the id stream where the worker runs. */
final class WorkerMinibatches implements FlatMapFunction<Integer, DataSet> {
  private static final long serialVersionUID = 1L;

  private final IdStream stream;
  private final Minibatches layout;
  private final long from;
  private final long until;

  WorkerMinibatches(IdStream stream, Minibatches layout, long from, long until) {
    this.stream = stream;
    this.layout = layout;
    this.from = from;
    this.until = until;
  }

  @Override
  public Iterator<DataSet> call(Integer worker) {
    NativeThreads.one(); // the task's thread goes on to train on these
    return LongStream.range(from, until)
        .mapToObj(minibatch -> layout.read(stream, worker, minibatch).dataSet())
        .iterator();
  }
}
