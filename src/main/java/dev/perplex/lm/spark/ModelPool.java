package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;

/** The model that this JVM scored with last; its tasks share the parameters. */
final class ModelPool {
  private static LanguageModel model;
  private static String current = "";

  private ModelPool() {}

  static synchronized LanguageModel of(String checksum, byte[] bytes) {
    if (!current.equals(checksum)) {
      model = null; // before the next one takes its memory
      current = "";
      model = LanguageModels.read(bytes, "the model");
      current = checksum;
    }
    return model;
  }
}
