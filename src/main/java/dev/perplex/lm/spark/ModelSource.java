package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;
import java.io.Serializable;

/** A language model of any kind, on its way to executors. */
public interface ModelSource extends Serializable {

  /** What kind of model it is: an executor keeps the last one of each kind. */
  String kind();

  /** Of what the model is made of: two with the same are the same model. */
  String checksum();

  /** Opens it where it is asked. */
  LanguageModel open();
}
