package dev.perplex.lm.rounds;

import dev.perplex.lm.fused.Tensor;
import java.io.Serializable;
import java.util.List;

/** An engine, as rounds see it. Travels to executors. */
public interface RoundModels extends Serializable {

  /** Parameters that training starts from; the same bits on each machine. */
  List<Tensor> start();

  /** A worker's model; its parameters have any values. */
  RoundModel create();

  /** What a model takes beside its parameters and what its optimizer remembers, about. */
  default long workingBytes() {
    return 0;
  }

  /** The trained model in the form that scoring reads. */
  byte[] bytes(List<Tensor> parameters);
}
