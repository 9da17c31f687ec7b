package dev.perplex.job;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.Location;
import dev.perplex.word2vec.spark.StartVectors;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** The files that a user names for {@code word2vec}, found and checked before anything runs. */
final class VectorInputs {
  private final VectorFileSettings settings;
  private final Configuration hadoop;

  VectorInputs(VectorFileSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  /**
   * Looks at them, before earlier stages take their time. Files to evaluate on are read once
   * through: a line that nobody can answer must not end hours of training.
   *
   * @throws PerplexException where one is missing or does not fit
   */
  void check(int dimension) {
    start(dimension);
    evaluate().forEach(VectorScores::questions);
  }

  /**
   * What to start from; null to start at random.
   *
   * @throws PerplexException where it is not there or does not fit
   */
  StartVectors start(int dimension) {
    if (settings.start().isBlank()) {
      return null;
    }
    Location given = Location.of(settings.start(), hadoop);
    if (given.isFolder() && !ArtefactStore.isArtefact(given)) {
      throw PerplexException.usage(
          "word2vec.start = %s is a folder without a finished artefact. Give a file of vectors, or"
              + " artefacts/word2vec/FINGERPRINT below a storage root.",
          given);
    }
    StartVectors start =
        ArtefactStore.isArtefact(given) ? ofArtefact(given) : new StartVectors(given, null);
    start.check(dimension);
    return start;
  }

  private static StartVectors ofArtefact(Location folder) {
    Artefact artefact = Artefact.open(folder);
    if (!artefact.manifest().stage().equals(Stage.WORD2VEC.label())) {
      throw PerplexException.usage(
          "word2vec.start = %s is an artefact of %s, not of word2vec. Give"
              + " artefacts/word2vec/FINGERPRINT.",
          folder, artefact.manifest().stage());
    }
    Location inputs = artefact.location(artefact.file(VectorOutputs.BINARY));
    return new StartVectors(
        inputs,
        artefact.has(VectorOutputs.CONTEXT)
            ? artefact.location(artefact.file(VectorOutputs.CONTEXT))
            : null);
  }

  /**
   * The files to evaluate on.
   *
   * @throws PerplexException exit code 2 where one is missing
   */
  List<Location> evaluate() {
    List<Location> files = new ArrayList<>();
    for (String path : settings.evaluate()) {
      Location file = Location.of(path, hadoop);
      if (!file.exists() || file.isFolder()) {
        throw PerplexException.usage(
            "word2vec.evaluate = %s %s. Give files of analogies or of judged word pairs.",
            path, file.exists() ? "is a folder" : "does not exist");
      }
      files.add(file);
    }
    return files;
  }

  /**
   * Their checksums, by role: folders are no part of what a result depends on. The name and the
   * order of files to evaluate on are, as the scores show them.
   */
  Map<String, String> checksums(int dimension) {
    Map<String, String> sums = new TreeMap<>();
    StartVectors start = start(dimension);
    if (start != null) {
      sums.put("start", sha256(start.inputs()));
      if (start.outputs() != null) {
        sums.put("start-context", sha256(start.outputs()));
      }
    }
    List<Location> tests = evaluate();
    for (int i = 0; i < tests.size(); i++) {
      sums.put("evaluate " + i + " " + tests.get(i).name(), sha256(tests.get(i)));
    }
    return sums;
  }

  private static String sha256(Location file) {
    try (DigestInputStream in = new DigestInputStream(file.open(), Fingerprint.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }
}
