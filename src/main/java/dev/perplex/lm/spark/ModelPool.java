package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The models that this JVM scored with last, one a kind; its tasks share the parameters. */
final class ModelPool {
  private static final Map<String, Pooled> MODELS = new HashMap<>();

  private ModelPool() {}

  private record Pooled(String checksum, LanguageModel model) {}

  static LanguageModel of(String checksum, byte[] bytes) {
    return of("neural", checksum, () -> LanguageModels.read(bytes, "the model"));
  }

  static LanguageModel of(ModelSource source) {
    return of(source.kind(), source.checksum(), source::open);
  }

  private static synchronized LanguageModel of(
      String kind, String checksum, Supplier<LanguageModel> open) {
    Pooled pooled = MODELS.get(kind);
    if (pooled == null || !pooled.checksum().equals(checksum)) {
      MODELS.remove(kind); // before the next one takes its memory
      pooled = new Pooled(checksum, open.get());
      MODELS.put(kind, pooled);
    }
    return pooled.model();
  }
}
