package dev.perplex.word2vec;

import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** All rounds of a training in one thread, worker after worker: what Spark has to agree with. */
public final class LocalRounds {
  private LocalRounds() {}

  public static SkipGramParameters train(
      Word2vecSettings settings, IdStream ids, Vocabulary vocabulary) {
    RoundPlan plan = RoundPlan.of(ids.size(), settings);
    WorkerRound work = new WorkerRound(settings, plan, vocabulary);
    SkipGramParameters parameters = SkipGramParameters.initial(vocabulary.size(), settings);
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (int round = 0; round < settings.roundsPerEpoch(); round++) {
        List<RowChanges> changes = new ArrayList<>();
        for (int worker = 0; worker < settings.workers(); worker++) {
          changes.addAll(
              work.run(parameters, ids, worker, epoch, round, parameters.rows()).blocks());
        }
        parameters = parameters.with(List.of(RowSums.mean(changes)));
      }
    }
    return parameters;
  }
}
