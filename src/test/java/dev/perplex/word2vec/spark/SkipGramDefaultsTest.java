package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.config.Settings;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The parameters' defaults stand twice, in Java and in Python; here they are held to the one home.
 */
class SkipGramDefaultsTest {
  @Test
  void defaultsAreThoseOfTheReference() {
    Settings reference = Settings.load(List.of(), List.of());
    Word2vecSettings settings = reference.block("word2vec", Word2vecSettings.class);
    SkipGram skipGram = new SkipGram();
    assertThat(
            new Word2vecSettings(
                SkipGramParamSet.value(WordModel.class, skipGram.getModel()),
                SkipGramParamSet.value(WordLoss.class, skipGram.getLoss()),
                skipGram.getVectorSize(),
                skipGram.getWindowSize(),
                skipGram.getNegatives(),
                skipGram.getSample(),
                skipGram.getStepSize(),
                skipGram.getMaxIter(),
                skipGram.getNumPartitions(),
                skipGram.getRoundsPerEpoch(),
                1,
                skipGram.getSeed()))
        .isEqualTo(settings);
    assertThat(skipGram.getMinCount())
        .isEqualTo(reference.block("vocab", VocabSettings.class).minCount());
  }

  @Test
  void pythonHasEveryParameter() throws Exception {
    String python = Files.readString(Path.of("src/main/python/perplex/word2vec.py"));
    for (var param : new SkipGram().params()) {
      assertThat(python).contains("    " + param.name() + ": Param[").contains('"' + param.doc());
    }
  }

  @Test
  void kryoIsRefusedBeforeTheWork() {
    JavaTasks.check("org.apache.spark.serializer.JavaSerializer");
    assertThatThrownBy(() -> JavaTasks.check("org.apache.spark.serializer.KryoSerializer"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "spark.serializer = org.apache.spark.serializer.KryoSerializer cannot write Java"
                + " records, which SkipGram's tasks return. Start the application with --conf"
                + " spark.serializer=org.apache.spark.serializer.JavaSerializer (Spark's"
                + " default).");
  }
}
