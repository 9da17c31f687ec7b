package dev.perplex.lm.spark;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.List;

/** Models whose steps are told of before they are taken, wherever that is. */
record WatchedModels(RoundModels models, Watcher watcher) implements RoundModels {

  /** Runs where the step does. */
  @FunctionalInterface
  interface Watcher extends Serializable {
    /**
     * @param seed of the minibatch
     */
    void beforeStep(long seed);
  }

  @Override
  public List<Tensor> start() {
    return models.start();
  }

  @Override
  public byte[] bytes(List<Tensor> parameters) {
    return models.bytes(parameters);
  }

  @Override
  public RoundModel create() {
    RoundModel model = models.create();
    return (RoundModel)
        Proxy.newProxyInstance(
            RoundModel.class.getClassLoader(),
            new Class<?>[] {RoundModel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("step")) {
                watcher.beforeStep((Long) arguments[2]);
              }
              return method.invoke(model, arguments);
            });
  }
}
