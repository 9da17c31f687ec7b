package dev.perplex.job;

import dev.perplex.config.Settings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.Source;
import dev.perplex.text.spark.SourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What of a corpus is there, looked up without reading it: whoever waits for a day's text asks
 * this.
 *
 * @param corpus its name
 * @param ready whether {@code prepare} would find all of it
 */
public record CorpusSources(String corpus, boolean ready, List<Found> sources) {
  /**
   * One source.
   *
   * @param files how many it means; 0 where it does not exist
   * @param bytes of them, as they are stored
   * @param missing what {@code prepare} would wait for: the source or its marker; empty for nothing
   */
  public record Found(String path, int files, long bytes, String missing) {}

  /**
   * Looks.
   *
   * @throws PerplexException exit code 2, where settings or manifest cannot be used
   */
  public static CorpusSources of(Settings settings) {
    CorpusManifest corpus = settings.corpus(CorpusManifest.class);
    List<Found> sources = new ArrayList<>();
    for (Source source : corpus.sources()) {
      sources.add(find(source));
    }
    boolean ready = sources.stream().allMatch(each -> each.missing().isEmpty());
    return new CorpusSources(corpus.name(), ready, List.copyOf(sources));
  }

  private static Found find(Source source) {
    Location place = Location.of(source.path(), new Configuration());
    List<Location.Listed> files = place.files();
    Optional<Location> marker = SourceFiles.missingMarker(source, place);
    return new Found(
        place.toString(),
        files.size(),
        files.stream().mapToLong(Location.Listed::length).sum(),
        files.isEmpty() ? place.toString() : marker.map(Location::toString).orElse(""));
  }
}
