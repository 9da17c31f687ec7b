package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.InvalidSetting;
import dev.perplex.text.CorpusManifest.Duplicates;
import dev.perplex.text.PrepareSettings.BadBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusManifestTest {
  private static final DocumentRule LINES = new DocumentRule(DocumentRule.Kind.LINE, "", "");
  private static final SplitRule HASH = new SplitRule(SplitRule.Kind.HASH, 0.1, 0.1);
  private static final SplitRule OWN = new SplitRule(SplitRule.Kind.OWN, 0.1, 0.1);
  private static final Source PLAIN = Source.of("a.txt");
  private static final Source TRAIN = new Source("a.txt", "", "", "train", "");

  private static CorpusManifest manifest(
      String name, List<Source> sources, String encoding, Duplicates duplicates, SplitRule split) {
    return new CorpusManifest(name, "", "", sources, encoding, LINES, duplicates, split);
  }

  private static void assertRefused(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }

  @Test
  void aPlainCorpusIsAccepted() {
    CorpusManifest corpus = manifest("a-1", List.of(PLAIN), "UTF-8", Duplicates.DROP, HASH);
    assertThat(corpus.charset()).isEqualTo(StandardCharsets.UTF_8);
  }

  @Test
  void aNameThatCannotStandInAPathIsRefused() {
    assertRefused(
        () -> manifest("My corpus", List.of(PLAIN), "UTF-8", Duplicates.DROP, HASH),
        "name = My corpus is not made of lower-case letters, digits and hyphens");
  }

  @Test
  void aCorpusWithoutSourcesIsRefused() {
    assertRefused(
        () -> manifest("a", List.of(), "UTF-8", Duplicates.DROP, HASH),
        "sources = [] names no source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-9", "no such thing", ""})
  void anUnknownEncodingIsRefused(String encoding) {
    assertRefused(
        () -> manifest("a", List.of(PLAIN), encoding, Duplicates.DROP, HASH),
        "encoding = " + encoding + " is not a known encoding");
  }

  @Test
  void splitsOfSourcesAndTheSplitRuleMustAgree() {
    assertRefused(
        () -> manifest("a", List.of(PLAIN), "UTF-8", Duplicates.KEEP, OWN),
        "sources = a.txt lacks its split (split.kind = own)");
    assertRefused(
        () -> manifest("a", List.of(TRAIN), "UTF-8", Duplicates.KEEP, HASH),
        "sources = a.txt has a split, but split.kind = hash");
  }

  @Test
  void duplicatesOfACorpusWithItsOwnSplitStay() {
    assertRefused(
        () -> manifest("a", List.of(TRAIN), "UTF-8", Duplicates.DROP, OWN),
        "duplicates = drop would change a corpus that brings its own split (split.kind = own)");
  }

  @Test
  void twoSourcesWithOneNameAreRefused() {
    assertRefused(
        () ->
            manifest(
                "a",
                List.of(Source.of("x/a.txt"), Source.of("y/a.txt")),
                "UTF-8",
                Duplicates.DROP,
                HASH),
        "sources = a.txt stands twice");
  }

  @Test
  void aDocumentGoesWhereItsSourceSaysOrItsTextDecides() {
    Document document = new Document("a.txt#0", "text");
    Source test = new Source("a.txt", "", "", "test", "");
    CorpusManifest own = manifest("a", List.of(test), "UTF-8", Duplicates.KEEP, OWN);
    CorpusManifest hash = manifest("a", List.of(PLAIN), "UTF-8", Duplicates.KEEP, HASH);
    assertThat(own.splitOf(test, document)).isEqualTo(Split.TEST);
    assertThat(hash.splitOf(PLAIN, document)).isEqualTo(HASH.splitOf("text"));
  }

  @Test
  void aSourceIsNamedByItsEntryOrItsFile() {
    assertThat(Source.of("s3://bucket/novels/a.txt").name()).isEqualTo("a.txt");
    assertThat(Source.of("/corpora/news/").name()).isEqualTo("news");
    assertThat(new Source("c.zip", "x/a.txt", "", "", "").name()).isEqualTo("x/a.txt");
  }

  @Test
  void partsOfASourceThatAreNotGivenAreEmpty() {
    assertThat(new Source("a.txt", null, null, null, null)).isEqualTo(PLAIN);
  }

  @Test
  void aSourceChecksItsParts() {
    assertRefused(() -> Source.of(" "), "path = \"\" is empty");
    assertRefused(
        () -> new Source("a", "", "12ab", "", ""), "sha256 = 12ab is not 64 hexadecimal digits");
    assertRefused(
        () -> new Source("a", "", "", "dev", ""), "split = dev is none of train, valid, test");
    assertRefused(
        () -> new Source("a", "", "", "", "", "done.txt"),
        "marker = done.txt is not the name of a file that begins with a dot or an underscore,"
            + " and so is no text");
    assertRefused(
        () -> new Source("a", "", "", "", "only:two"),
        "maven = only:two is not group:artifact:version or group:artifact:version:classifier");
  }

  @Test
  void aDocumentRuleChecksItsExpressions() {
    assertRefused(
        () -> new DocumentRule(DocumentRule.Kind.RECORD, "", ""), "start = \"\" is empty");
    assertRefused(
        () -> new DocumentRule(DocumentRule.Kind.LINE, "^x", ""),
        "start = ^x has no meaning with kind = line");
    assertRefused(
        () -> new DocumentRule(DocumentRule.Kind.RECORD, "(", ""),
        "start = ( is not a regular expression (Unclosed group)");
    assertRefused(
        () -> new DocumentRule(DocumentRule.Kind.LINE, "", "no group"),
        "extract = no group has no group: put what is to be kept in ( )");
  }

  @Test
  void aSplitRuleChecksItsShares() {
    assertRefused(
        () -> new SplitRule(SplitRule.Kind.HASH, 0.6, 0.1), "valid = 0.6 is not between 0 and 0.5");
    assertRefused(
        () -> new SplitRule(SplitRule.Kind.HASH, 0.5, 0.5),
        "test = 0.5 leaves nothing to train on, with valid = 0.5");
  }

  @Test
  void prepareSettingsCheckThemselves() {
    assertRefused(() -> new PrepareSettings(" ", BadBytes.REFUSE, 1, 1), "corpus = \"\" is empty");
    assertRefused(
        () -> new PrepareSettings("c", BadBytes.REFUSE, 0, 1), "max-document = 0 is below 1");
    assertRefused(
        () -> new PrepareSettings("c", BadBytes.REFUSE, 1L << 40, 1),
        "max-document = 1099511627776 is above 268435456");
    assertRefused(() -> new PrepareSettings("c", BadBytes.REFUSE, 1, 0), "range = 0 is below 1");
  }

  @Test
  void everyKeyHasItsDefaultOnce() throws IOException {
    String defaults;
    try (InputStream in = getClass().getResourceAsStream("/corpus-reference.conf")) {
      defaults = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Stream.of(CorpusManifest.class, DocumentRule.class, SplitRule.class)
        .flatMap(type -> Stream.of(type.getRecordComponents()))
        .forEach(
            key ->
                assertThat(
                        Pattern.compile("(?m)^ *" + key.getName() + "( =| \\{)")
                            .matcher(defaults)
                            .results())
                    // kind is a key of both rules
                    .hasSize(key.getName().equals("kind") ? 2 : 1));
  }
}
