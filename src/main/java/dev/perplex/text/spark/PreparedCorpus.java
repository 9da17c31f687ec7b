package dev.perplex.text.spark;

import dev.perplex.store.PartFile;
import dev.perplex.text.ReadCounts;
import java.io.Serializable;
import java.util.List;

/**
 * What {@code prepare} wrote.
 *
 * @param files a part a split and bundle of pieces, where the bundle has documents of the split
 * @param counts of what was read, before duplicates were dropped
 * @param duplicates documents dropped, because an equal one stands before them
 */
public record PreparedCorpus(List<PartFile> files, ReadCounts counts, long duplicates)
    implements Serializable {

  PreparedCorpus plus(PreparedCorpus other) {
    List<PartFile> all = new java.util.ArrayList<>(files);
    all.addAll(other.files);
    return new PreparedCorpus(all, counts.plus(other.counts), duplicates + other.duplicates);
  }
}
