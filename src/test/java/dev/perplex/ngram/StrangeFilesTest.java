package dev.perplex.ngram;

import dev.perplex.eval.LanguageReader;
import dev.perplex.strangers.StrangeFiles;
import dev.perplex.vocab.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** N-gram models of strangers. */
class StrangeFilesTest {
  private static final Vocabulary WORDS =
      new Vocabulary(
          List.of(Vocabulary.UNK, Vocabulary.EOS, "a", "b", "c", "d"),
          new long[] {0, 60, 90, 70, 50, 30});

  private static NgramModel model() {
    SplittableRandom random = new SplittableRandom(1);
    int[] ids = random.ints(300, 1, 6).toArray();
    return LocalNgrams.of(ids, WORDS.size(), Settings.of(3, Smoothing.KNESER_NEY));
  }

  /** Scores a text, so that what a damaged model leads to is walked. */
  private static void use(NgramModel model) {
    if (model.vocabulary() > 0) {
      int[] ids = new SplittableRandom(2).ints(200, 0, model.vocabulary()).toArray();
      model.reader().losses(ids);
      LanguageReader reader = model.reader();
      float[] logs = new float[model.vocabulary()];
      for (int i = 0; i < 20; i++) {
        reader.logProbabilities(logs);
        reader.read(ids[i]);
      }
    }
  }

  @Test
  void arpaFilesAreReadOrRefused() throws IOException {
    NgramModel model = model();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArpaWriter.write(NgramParts.of(model), ArpaTest.sizes(model), WORDS, out);
    StrangeFiles.meet(
        "ARPA",
        bytes -> use(ArpaReader.read(new ByteArrayInputStream(bytes), "model.arpa").model()),
        out.toByteArray());
  }

  @Test
  void ownPartsAreReadOrRefused() {
    NgramModel model = model();
    byte[] words = UnigramFile.bytes(model.order(), model.smoothing(), model.unigrams());
    List<byte[]> shards = Arrays.stream(model.shards()).map(TrieFile::bytes).toList();
    StrangeFiles.meet(
        "model/unigrams", bytes -> use(UnigramFile.model(bytes, shards.stream(), "model")), words);
    StrangeFiles.meet(
        "model/part",
        bytes -> use(UnigramFile.model(words, Stream.of(bytes), "model")),
        shards.get(0));
  }
}
