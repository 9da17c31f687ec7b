package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef");
  private static final RunRecord RECORD =
      new RunRecord(
          "run-1",
          Map.of("vocab.min-count", 2, "word2vec.sample", 1e-3, "vocab.words", List.of("a")),
          Map.of("tokenize", "abc"),
          Map.of(),
          Map.of(),
          "2026-01-01T00:00:00Z",
          1.5);

  @TempDir Path folder;
  private ArtefactStore store;

  @BeforeEach
  void open() {
    store = new ArtefactStore(Location.of(folder.toString(), new Configuration()));
  }

  private Artefact publish(String text) {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT);
    PartFile file =
        writer.file("hello.txt", text.getBytes(StandardCharsets.UTF_8), Map.of("words", 2L));
    return writer.publish(List.of(file), Map.of("train.tokens", 7L), RECORD);
  }

  private Path manifest() {
    return folder.resolve("artefacts/vocab/0123456789abcdef/manifest-00000000.json");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PerplexException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED);
              assertThat(e.getMessage()).contains(message).contains("--force");
            });
  }

  @Test
  void aDraftIsReadButNeverPublishedAndGoesWhenClosed() {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT);
    PartFile kept;
    try (Draft draft = writer.draft("words")) {
      byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
      Artefact own = draft.of(List.of(draft.writer().file("train/a.txt", bytes, Map.of())));
      assertThat(own.readText("train/a.txt")).isEqualTo("hello");
      assertThat(store.find(Stage.VOCAB, FINGERPRINT)).isEmpty();
      kept = writer.file("train/a.txt", own.read("train/a.txt"), Map.of());
    }
    Artefact published = writer.publish(List.of(kept), Map.of(), RECORD);
    assertThat(published.readText("train/a.txt")).isEqualTo("hello");
    assertThat(published.location(kept).parent().parent().names())
        .as("folders of the attempt")
        .containsExactly("train");
  }

  @Test
  void whatIsPublishedIsFoundWithAllThatTheManifestSays() {
    publish("hello world");
    Artefact found = store.find(Stage.VOCAB, FINGERPRINT).orElseThrow();
    assertThat(found.readText("hello.txt")).isEqualTo("hello world");
    assertThat(found.count("train.tokens")).isEqualTo(7);
    assertThat(found.file("hello.txt").count("words")).isEqualTo(2);
    assertThat(found.manifest().record()).isEqualTo(RECORD);
  }

  @Test
  void anUnpublishedAttemptDoesNotExist() {
    store.attempt(Stage.VOCAB, FINGERPRINT).file("hello.txt", new byte[3], Map.of());
    assertThat(store.find(Stage.VOCAB, FINGERPRINT)).isEmpty();
  }

  @Test
  void equalContentHasEqualChecksumsWhateverTheAttempt() {
    String first = publish("same").content();
    assertThat(publish("same").content()).isEqualTo(first);
    assertThat(publish("other").content()).isNotEqualTo(first);
  }

  @Test
  void noChecksumFilesLieAround() throws IOException {
    publish("hello");
    try (var files = Files.walk(folder)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".crc"));
    }
  }

  @Test
  void aDamagedManifestIsRefused() throws IOException {
    publish("hello world");
    String good = Files.readString(manifest());
    String[] damaged = {
      "",
      good.substring(0, good.length() / 2),
      good.replace("\"train.tokens\" : 7", "\"train.tokens\" : 8"),
      good.replace("perplex-artefact", "something-else"),
      good.replaceFirst("\"seal\" : \"[0-9a-f]+\"", "\"seal\" : null")
    };
    for (String text : damaged) {
      assertThat(text).isNotEqualTo(good);
      Files.writeString(manifest(), text);
      assertRefused(
          () -> store.find(Stage.VOCAB, FINGERPRINT), "manifest-00000000.json is damaged");
    }
  }

  @Test
  void aNewerManifestIsRefused() throws IOException {
    publish("hello world");
    Files.writeString(
        manifest(), Files.readString(manifest()).replace("\"version\" : 1", "\"version\" : 2"));
    assertRefused(
        () -> store.find(Stage.VOCAB, FINGERPRINT),
        "is of version 2; this Perplex reads up to version 1.");
  }

  @Test
  void aPathThatLeavesTheArtefactIsRefused() {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT);
    PartFile climbing = new PartFile("x", "../../../etc/passwd", 1, "00", Map.of());
    writer.publish(List.of(climbing), Map.of(), RECORD);
    assertRefused(() -> store.find(Stage.VOCAB, FINGERPRINT), "lies outside the artefact");
  }

  @Test
  void aChangedFileIsRefused() throws IOException {
    Artefact artefact = publish("hello world");
    Path file =
        Path.of(
            java.net.URI.create(
                artefact.location(artefact.file("hello.txt")).uri().replace("file:/", "file:///")));
    Files.writeString(file, "hello worle");
    assertRefused(() -> artefact.read("hello.txt"), "is not what its manifest says");
    Files.writeString(file, "hello");
    assertRefused(() -> artefact.read("hello.txt"), "is not what its manifest says");
    Files.delete(file);
    assertRefused(() -> artefact.read("hello.txt"), "is not what its manifest says");
  }

  @Test
  void aFolderWithoutAManifestIsRefused() {
    Location empty = Location.of(folder.toString(), new Configuration()).child("nothing");
    assertThatThrownBy(() -> Artefact.open(empty)).hasMessageContaining("no finished artefact");
  }

  @Test
  void aTaskThatRunsAgainWritesItsOwnFileUnderTheSameName() throws IOException {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT);
    PartOutput lost = writer.part("part-00000", 0);
    lost.write(new byte[] {1, 2, 3, 4});
    PartOutput again = writer.part("part-00000", 1);
    again.write("good".getBytes(StandardCharsets.UTF_8));
    again.close();
    PartFile file = again.finished(Map.of());
    lost.close();
    Artefact artefact = writer.publish(List.of(file), Map.of(), RECORD);
    assertThat(artefact.readText("part-00000")).isEqualTo("good");
  }

  @Test
  void locationsTravel() throws Exception {
    byte[] bytes = written(publish("hello world"));
    assertThat(read(bytes).readText("hello.txt")).isEqualTo("hello world");
  }

  /** A task of thousands carries it: what it names is read once, for all tasks of a JVM. */
  @Test
  void tasksOfOneJvmShareWhatAnArtefactNames() throws Exception {
    Artefact artefact = publish("hello world");
    byte[] bytes = written(artefact);
    Artefact one = read(bytes);
    Artefact another = read(written(read(bytes))); // which has not looked into it
    assertThat(one.manifest()).isEqualTo(artefact.manifest()).isNotSameAs(artefact.manifest());
    assertThat(another.manifest()).isSameAs(one.manifest());
    assertThat(another.folder().hadoop()).isSameAs(one.folder().hadoop());
    assertThat(read(written(publish("hello moon"))).readText("hello.txt")).isEqualTo("hello moon");
  }

  private static byte[] written(Artefact artefact) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(artefact);
    }
    return bytes.toByteArray();
  }

  private static Artefact read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Artefact) in.readObject();
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsRefusedWithItsKey() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a file, not a folder");
    Location inside = Location.of(file.toString(), new Configuration()).child("root");
    assertThatThrownBy(() -> inside.checkWritable("storage.root"))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("storage.root = ")
        .hasMessageContaining("cannot be written");
  }

  private Artefact publish(String text, Fence fence) {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT, fence);
    PartFile file = writer.file("hello.txt", text.getBytes(StandardCharsets.UTF_8), Map.of());
    return writer.publish(List.of(file), Map.of(), RECORD);
  }

  private List<String> manifests() {
    return store.folder(Stage.VOCAB, FINGERPRINT).names().stream()
        .filter(name -> name.startsWith("manifest"))
        .toList();
  }

  private String found() {
    return store.find(Stage.VOCAB, FINGERPRINT).orElseThrow().readText("hello.txt");
  }

  @Test
  void whoLostItsLeasePublishesNothing() {
    assertThatThrownBy(() -> publish("stale", Fences.lost(1)))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LEASE_LOST));
    assertThat(store.find(Stage.VOCAB, FINGERPRINT)).isEmpty();
  }

  /** It was stopped after its last look, and publishes when its successor has. */
  @Test
  void whatComesTooLateIsNotRead() {
    publish("stale", Fences.of(1, () -> publish("good", Fences.held(2))));
    assertThat(found()).isEqualTo("good");
    assertThat(manifests()).containsExactly("manifest-00000001.json", "manifest-00000002.json");
  }

  @Test
  void aLaterOwnersManifestTakesThePlaceOfThoseBefore() throws IOException {
    publish("first");
    Files.move(manifest(), manifest().resolveSibling("manifest.json"));
    assertThat(found()).as("of a version without leases").isEqualTo("first");
    publish("second", Fences.held(2));
    assertThat(found()).isEqualTo("second");
    publish("tenth", Fences.held(10));
    assertThat(found()).isEqualTo("tenth");
    assertThat(manifests()).containsExactly("manifest-00000010.json");
  }

  @Test
  void theLeaseOnAnArtefactIsAboveItsManifests() {
    publish("fifth", Fences.held(5));
    try (Claimant claimant =
            new Claimant(new LeaseSettings(LeaseSettings.OnLive.LEAVE, 0.9, 0.3), () -> {});
        Lease lease = store.lease(Stage.VOCAB, FINGERPRINT, claimant, note -> {})) {
      assertThat(lease.epoch()).isEqualTo(6);
      assertThat(found()).isEqualTo("fifth");
      publish("sixth", lease);
    }
    assertThat(found()).isEqualTo("sixth");
  }
}
