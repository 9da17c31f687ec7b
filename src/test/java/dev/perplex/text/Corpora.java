package dev.perplex.text;

import dev.perplex.text.CorpusManifest.Duplicates;
import dev.perplex.text.PrepareSettings.BadBytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A corpus of one file, as tests need it. */
record Corpora(
    DocumentRule rule, SplitRule.Kind split, String encoding, BadBytes badBytes, long maxDocument) {
  static final Corpora LINES =
      new Corpora(
          new DocumentRule(DocumentRule.Kind.LINE, "", ""),
          SplitRule.Kind.HASH,
          "UTF-8",
          BadBytes.REFUSE,
          1 << 20);

  record Result(List<Document> documents, ReadCounts counts) {
    List<String> texts() {
      return documents.stream().map(Document::text).toList();
    }

    List<String> ids() {
      return documents.stream().map(Document::id).toList();
    }
  }

  Corpora kind(DocumentRule.Kind kind) {
    return rule(kind, "", "");
  }

  Corpora rule(DocumentRule.Kind kind, String start, String extract) {
    return new Corpora(
        new DocumentRule(kind, start, extract), split, encoding, badBytes, maxDocument);
  }

  Corpora ownSplit() {
    return new Corpora(rule, SplitRule.Kind.OWN, encoding, badBytes, maxDocument);
  }

  Corpora encoding(String encoding) {
    return new Corpora(rule, split, encoding, badBytes, maxDocument);
  }

  Corpora badBytes(BadBytes badBytes) {
    return new Corpora(rule, split, encoding, badBytes, maxDocument);
  }

  Corpora maxDocument(long maxDocument) {
    return new Corpora(rule, split, encoding, badBytes, maxDocument);
  }

  CorpusManifest manifest() {
    boolean own = split == SplitRule.Kind.OWN;
    return new CorpusManifest(
        "corpus",
        "",
        "",
        List.of(new Source("a.txt", "", "", own ? "train" : "", "")),
        encoding,
        rule,
        Duplicates.KEEP,
        new SplitRule(split, 0.1, 0.1));
  }

  SourceReader reader() {
    return new SourceReader(
        manifest(), new PrepareSettings("corpus.conf", badBytes, maxDocument, 1 << 20));
  }

  Result read(byte[] bytes) {
    return read("a.txt", "", bytes);
  }

  Result read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  Result read(String file, String entry, byte[] bytes) {
    return all(reader().read(file, entry, new ByteArrayInputStream(bytes)));
  }

  Result range(byte[] bytes, int start, int length) {
    return all(
        reader()
            .readRange(
                "a.txt",
                new ByteArrayInputStream(bytes, start, bytes.length - start),
                start,
                length));
  }

  private static Result all(Documents documents) {
    try (documents) {
      List<Document> list = new ArrayList<>();
      documents.forEachRemaining(list::add);
      return new Result(list, documents.counts());
    }
  }
}
