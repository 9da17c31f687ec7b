package dev.perplex.cost;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.kernel.FloatKernel;
import dev.perplex.provenance.Stage;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WorkForecast;
import dev.perplex.word2vec.spark.MemoryPlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The stage {@code word2vec}: in each round every worker trains on its part, then parts of the
 * changes are merged, written to storage, and read by every executor.
 */
public final class Word2vecCost {
  private static final int TEXT_BYTES = 11; // of a component as text, the blank with it
  private static final int WORD_BYTES = 8; // of a word in a file, about
  private static final long LONG_FILE = 1L << 30; // components that one task writes as text

  private final Word2vecSettings settings;
  private final List<String> formats;
  private final Costs costs;

  /**
   * @param formats of files beside the binary ones: {@code word2vec.formats}
   */
  public Word2vecCost(Word2vecSettings settings, List<String> formats, Costs costs) {
    this.settings = settings;
    this.formats = List.copyOf(formats);
    this.costs = costs;
  }

  /**
   * @throws dev.perplex.provenance.PerplexException where the settings cannot work at this size
   */
  public StageEstimate of(TextSize text, Placement place) {
    RoundPlan plan = RoundPlan.of(text.tokens(), settings);
    WorkForecast work = new WorkForecast(settings, plan, text.counts());
    ModelShape shape = work.shape();
    long touched = work.touchedRows();
    long merged = work.mergedRows();
    Map<Constant, Double> amounts = amounts(work, touched, merged, place);
    double changes = (double) settings.workers() * touched * shape.wireBytes();
    double steps = (double) merged * shape.wireBytes();
    double intoOne =
        plan.roundsTotal()
            * (changes / place.executors() * place.elsewhere() + steps * place.elsewhere());
    return new StageEstimate(
        Stage.WORD2VEC,
        amounts,
        intoOne / costs.networkBytesPerSecond(),
        StageEstimate.seconds(amounts, costs),
        plan.roundsTotal(),
        settings.workers(),
        plan.longest(),
        intoOne * place.executors(),
        plan.roundsTotal() * steps + files(shape),
        Memory.ofDriver(text.words(), 0),
        executor(work, touched, text, place),
        warnings(shape, place));
  }

  private Map<Constant, Double> amounts(
      WorkForecast work, long touched, long merged, Placement place) {
    RoundPlan plan = work.plan();
    ModelShape shape = work.shape();
    int parts = shape.parts(settings.workers());
    double trains = plan.roundsTotal() * place.turns(settings.workers());
    double merges = plan.roundsTotal() * place.turns(parts);
    double parallel = 1.0 / settings.threads(); // within a worker
    double windows = trains * work.windows() * parallel;
    double d = shape.dimension();
    double tiles = Math.ceil(work.targets() / FloatKernel.TILE) * FloatKernel.TILE;
    Map<Constant, Double> amounts = new EnumMap<>(Constant.class);
    amounts.put(Constant.WORD2VEC_START, place.each());
    amounts.put(Constant.WORD2VEC_ROUND, (double) plan.roundsTotal());
    amounts.put(Constant.WORD2VEC_TASK, trains + merges);
    amounts.put(Constant.WORD2VEC_TOKEN, trains * plan.longest() * parallel);
    amounts.put(Constant.WORD2VEC_WINDOW, windows);
    amounts.put(Constant.WORD2VEC_PRODUCT, windows * work.inputs() * tiles * shape.stride());
    amounts.put(Constant.WORD2VEC_COPY, trains * touched * d);
    amounts.put(
        Constant.WORD2VEC_MERGE,
        merges * settings.workers() * touched * d / parts
            + plan.roundsTotal() * place.each() * merged * d);
    double components = shape.words() * d;
    double binary = components + shape.outputs() * d + others() * components;
    double text = formats.contains("text") ? components : 0;
    boolean alone = place.span(2, 1, 2) == 2;
    amounts.put(Constant.WORD2VEC_FILES, 1.0);
    // Each file is written by one task: the text, which takes longest, hides the others.
    amounts.put(Constant.WORD2VEC_BINARY, alone ? binary : text > 0 ? 0 : components);
    amounts.put(Constant.WORD2VEC_TEXT, text);
    return amounts;
  }

  private long others() {
    return formats.stream().filter(format -> !format.equals("text")).count();
  }

  private double files(ModelShape shape) {
    double words = shape.words();
    double row = 4.0 * shape.dimension() + WORD_BYTES;
    double text = formats.contains("text") ? words * TEXT_BYTES * shape.dimension() : 0;
    return row * (words + shape.outputs()) + text + others() * words * row;
  }

  /** The least whole gigabytes that the stage's own plan is content with. */
  private Memory executor(WorkForecast work, long touched, TextSize text, Placement place) {
    ModelShape shape = work.shape();
    long heap = Memory.GB;
    while (true) {
      ExecutorSize size = new ExecutorSize(place.slots(), heap, false);
      MemoryPlan plan =
          MemoryPlan.of(
              shape,
              touched,
              work.plan().textBytes(),
              text.words(),
              settings,
              shape.parts(settings.workers()),
              size);
      if (plan.fits()) {
        return new Memory(heap, Memory.outside(heap));
      }
      heap += Memory.GB;
    }
  }

  private List<String> warnings(ModelShape shape, Placement place) {
    List<String> warnings = new ArrayList<>(place.idle("word2vec.workers", settings.workers()));
    if (formats.contains("text") && (long) shape.words() * shape.dimension() > LONG_FILE) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "word2vec.formats has text: one task writes that file of %,.0f GB. Set"
                  + " word2vec.formats=[] or [parquet].",
              (double) shape.words() * shape.dimension() * TEXT_BYTES / 1e9));
    }
    return warnings;
  }
}
