package dev.perplex.lm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Small settings, networks and documents. */
public final class Example {
  public static final int VOCABULARY = 12;

  private Example() {}

  public static ModelSettings model(ModelSettings.Start start) {
    return new ModelSettings(2, 6, 5, start);
  }

  public static ModelSettings model() {
    return model(ModelSettings.Start.RANDOM);
  }

  public static TrainSettings train(int workers, Updater updater) {
    return new TrainSettings("dl4j", workers, 4, 5, 1, 0, 0, 3, updater, 0.05, 5, 0, 7);
  }

  public static MultiLayerNetwork network() {
    return StackedLstm.create(VOCABULARY, model(), train(1, Updater.ADAM), null);
  }

  public static List<int[]> documents(int... lengths) {
    SplittableRandom random = new SplittableRandom(3);
    List<int[]> documents = new ArrayList<>();
    for (int length : lengths) {
      documents.add(random.ints(length, 0, VOCABULARY).toArray());
    }
    return documents;
  }

  public static Minibatch minibatch() {
    SplittableRandom random = new SplittableRandom(5);
    return new Minibatch(
        3, 4, random.ints(12, 0, VOCABULARY).toArray(), random.ints(12, 0, VOCABULARY).toArray());
  }
}
