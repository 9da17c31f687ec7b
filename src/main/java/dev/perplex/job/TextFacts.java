package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.eval.TokenChecksums;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.report.Report;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.Table;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.store.Texts;
import dev.perplex.text.SpecialToken;
import dev.perplex.text.Split;
import dev.perplex.text.TextProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;

/** What the report says of texts, read on executors. */
final class TextFacts {
  private static final Table TEXT_ALONE = new Table("document", List.of(Table.text("text")));
  private static final long FIRST_POINT = 1_000;

  private final Tasks tasks;

  TextFacts(JavaSparkContext spark) {
    this.tasks = new Tasks(spark);
  }

  /** A checksum of a split's raw text, document by document, however it is cut in parts. */
  String checksum(Artefact prepared, Split split) {
    List<PartFile> parts = prepared.files(split.label() + "/", Tables.PARQUET);
    List<byte[]> documents = new ArrayList<>();
    tasks
        .run(
            "report: checksum of the test text",
            parts,
            prepared.count(split.label() + ".documents"),
            "documents",
            Progress.silent(),
            (part, done) -> checksums(prepared, part))
        .forEach(documents::addAll);
    return TokenChecksums.together(documents);
  }

  private static List<byte[]> checksums(Artefact prepared, PartFile part) {
    List<byte[]> checksums = new ArrayList<>();
    try (TableReader rows = new TableReader(TEXT_ALONE, prepared, part)) {
      while (rows.hasNext()) {
        String text = (String) rows.next()[0];
        checksums.add(Fingerprint.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return checksums;
  }

  /**
   * Scripts and letter trigrams of a split's beginning: as many characters of each part, so that it
   * does not depend on the number of tasks at once.
   *
   * @param characters in all, about
   */
  TextProfile profile(Artefact prepared, Split split, long characters) {
    List<PartFile> parts = prepared.files(split.label() + "/", Tables.PARQUET);
    long each = characters / Math.max(1, parts.size()) + 1;
    TextProfile.Counts all = new TextProfile.Counts();
    tasks
        .run(
            "promote: profile of the text",
            parts,
            parts.size(),
            "parts",
            Progress.silent(),
            (part, done) -> counted(prepared, part, each))
        .forEach(all::add);
    return all.profile();
  }

  private static TextProfile.Counts counted(Artefact prepared, PartFile part, long most) {
    TextProfile.Counts counts = new TextProfile.Counts();
    try (TableReader rows = new TableReader(TEXT_ALONE, prepared, part)) {
      while (rows.hasNext() && counts.characters() < most) {
        counts.add((String) rows.next()[0]);
      }
    }
    return counts;
  }

  /**
   * Distinct words, special ones left out, among the first tokens of the training split: after
   * 1,000 tokens, 2,000, 5,000, 10,000 and so on. One task reads them.
   *
   * @param limit tokens that are read; 0 for none
   * @return points to which more may be added
   */
  List<Report.GrowthPoint> growth(Artefact tokens, long limit) {
    if (limit == 0) {
      return new ArrayList<>();
    }
    List<PartFile> parts = tokens.files(Split.TRAIN.label() + "/", Tables.PARQUET);
    Report.GrowthPoint[] points =
        tasks
            .run(
                "report: growth of the vocabulary",
                List.of(limit),
                limit,
                "tokens",
                Progress.silent(),
                (most, done) -> count(tokens, parts, most))
            .get(0);
    return new ArrayList<>(List.of(points));
  }

  private static Report.GrowthPoint[] count(Artefact tokens, List<PartFile> parts, long limit) {
    List<Report.GrowthPoint> points = new ArrayList<>();
    Set<String> types = new HashSet<>();
    long read = 0;
    long next = FIRST_POINT;
    for (PartFile part : parts) {
      try (TableReader rows = new TableReader(Tables.TOKENS_ALONE, tokens, part)) {
        while (rows.hasNext() && read < limit) {
          for (String word : (Texts) rows.next()[0]) {
            types.add(word);
            if (++read == next) {
              points.add(new Report.GrowthPoint(read, ordinary(types)));
              next = after(next);
            }
            if (read == limit) {
              break;
            }
          }
        }
      }
    }
    if (points.isEmpty() || points.get(points.size() - 1).tokens() < read) {
      points.add(new Report.GrowthPoint(read, ordinary(types)));
    }
    return points.toArray(Report.GrowthPoint[]::new);
  }

  private static int ordinary(Set<String> types) {
    return types.size()
        - (types.contains(SpecialToken.EOS) ? 1 : 0)
        - (types.contains(SpecialToken.UNK) ? 1 : 0);
  }

  /** 1, 2 and 5 times powers of ten. */
  static long after(long point) {
    long power = 1;
    while (point / power >= 10) {
      power *= 10;
    }
    return point / power == 2 ? 5 * power : point / power == 5 ? 10 * power : 2 * power;
  }
}
