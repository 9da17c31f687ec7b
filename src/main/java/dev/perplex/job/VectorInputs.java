package dev.perplex.job;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
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
   * What to start from; null to start at random.
   *
   * @throws PerplexException where it is not there or does not fit
   */
  StartVectors start(int dimension) {
    if (settings.start().isBlank()) {
      return null;
    }
    Location given = Location.of(settings.start(), hadoop);
    StartVectors start =
        ArtefactStore.isArtefact(given) ? ofArtefact(given) : new StartVectors(given, null);
    start.check(dimension);
    return start;
  }

  private static StartVectors ofArtefact(Location folder) {
    Artefact artefact = Artefact.open(folder);
    Location inputs = artefact.location(artefact.file(VectorOutputs.BINARY));
    return new StartVectors(
        inputs,
        artefact.has(VectorOutputs.CONTEXT)
            ? artefact.location(artefact.file(VectorOutputs.CONTEXT))
            : null);
  }

  /** The files to evaluate on. */
  List<Location> evaluate() {
    List<Location> files = new ArrayList<>();
    for (String path : settings.evaluate()) {
      Location file = Location.of(path, hadoop);
      if (!file.exists()) {
        throw PerplexException.usage(
            "word2vec.evaluate = %s does not exist. Give files of analogies or of judged word"
                + " pairs.",
            path);
      }
      files.add(file);
    }
    return files;
  }

  /** Their checksums, by role: paths are no part of what a result depends on. */
  Map<String, String> checksums(int dimension) {
    Map<String, String> sums = new TreeMap<>();
    StartVectors start = start(dimension);
    if (start != null) {
      sums.put("start", sha256(start.inputs()));
      if (start.outputs() != null) {
        sums.put("start-context", sha256(start.outputs()));
      }
    }
    for (Location file : evaluate()) {
      sums.put("evaluate " + file.name(), sha256(file));
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
