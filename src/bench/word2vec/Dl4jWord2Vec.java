import java.io.File;
import java.util.Locale;
import org.deeplearning4j.models.embeddings.learning.impl.elements.SkipGram;
import org.deeplearning4j.models.word2vec.Word2Vec;
import org.deeplearning4j.text.sentenceiterator.BasicLineIterator;
import org.deeplearning4j.text.tokenization.tokenizerfactory.DefaultTokenizerFactory;

/**
 * DL4J's side: its Word2Vec on one machine, skip-gram with negative sampling. Prints a line of
 * JSON; the vocabulary is built before the clock starts, the text is read by the training itself.
 *
 * <p>Arguments: tokens (a sentence a line), threads, dimension, window, negatives, sample, rate,
 * epochs, least count, seed.
 */
final class Dl4jWord2Vec {
  private Dl4jWord2Vec() {}

  public static void main(String[] args) throws Exception {
    Word2Vec word2vec =
        new Word2Vec.Builder()
            .iterate(new BasicLineIterator(new File(args[0])))
            .tokenizerFactory(new DefaultTokenizerFactory())
            .elementsLearningAlgorithm(new SkipGram<>())
            .workers(Integer.parseInt(args[1]))
            .layerSize(Integer.parseInt(args[2]))
            .windowSize(Integer.parseInt(args[3]))
            .negativeSample(Integer.parseInt(args[4]))
            .useHierarchicSoftmax(false)
            .sampling(Double.parseDouble(args[5]))
            .learningRate(Double.parseDouble(args[6]))
            .epochs(Integer.parseInt(args[7]))
            .iterations(1)
            .minWordFrequency(Integer.parseInt(args[8]))
            .seed(Long.parseLong(args[9]))
            .resetModel(false) // else fit builds the vocabulary once more
            .build();
    word2vec.buildVocab();
    word2vec.getLookupTable().resetWeights(true);
    long start = System.nanoTime();
    word2vec.fit();
    System.out.printf(
        Locale.ROOT,
        "{\"training\": %.4f, \"types\": %d}%n",
        (System.nanoTime() - start) / 1e9,
        word2vec.getVocab().numWords());
    System.exit(0); // its own threads keep the process alive
  }
}
