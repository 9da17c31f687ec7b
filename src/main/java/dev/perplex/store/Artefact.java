package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A finished artefact: what its manifest names, and nothing else. */
public final class Artefact implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Location folder; // artefacts/STAGE/FINGERPRINT
  private final CarriedManifest manifest;

  private Artefact(Location folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = new CarriedManifest(manifest);
  }

  /**
   * Opens the artefact in a folder.
   *
   * @throws PerplexException exit code 20, where the manifest is missing, damaged or newer
   */
  public static Artefact open(Location folder) {
    return find(folder)
        .orElseThrow(
            () ->
                PerplexException.dataRefused(
                    "%s holds no finished artefact (no manifest). Run the stage again, or name"
                        + " another folder.",
                    folder));
  }

  /** The artefact in a folder; empty where none is finished. */
  static Optional<Artefact> find(Location folder) {
    Optional<String> name = Manifest.latest(folder.names());
    while (name.isPresent()) {
      Location file = folder.child(name.get());
      try {
        return Optional.of(new Artefact(folder, Manifest.parse(file.readText(), file)));
      } catch (PerplexException e) {
        Optional<String> now = Manifest.latest(folder.names());
        if (now.equals(name)) {
          throw e;
        }
        name = now; // a later owner has published, and deleted this one
      }
    }
    return Optional.empty();
  }

  static boolean isFinished(Location folder) {
    return Manifest.latest(folder.names()).isPresent();
  }

  /** Looks a last time whether it may, and makes an attempt the artefact. */
  static Artefact published(Location folder, Manifest manifest, Fence fence) {
    fence.check();
    String name = Manifest.fileName(fence.epoch());
    folder.child(name).replaceBytes(Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
    for (String each : folder.names()) {
      long epoch = Manifest.epoch(each);
      if (epoch >= 0 && epoch <= fence.epoch() && !each.equals(name)) {
        folder.child(each).delete();
      }
    }
    return new Artefact(folder, manifest);
  }

  static Artefact unpublished(Location folder, Manifest manifest) {
    return new Artefact(folder, manifest);
  }

  public Manifest manifest() {
    return manifest.value();
  }

  public Location folder() {
    return folder;
  }

  /** One checksum of all content: what the fingerprints of later stages take in. */
  public String content() {
    return manifest().content();
  }

  public long count(String what) {
    return manifest().counts().getOrDefault(what, 0L);
  }

  public boolean has(String name) {
    return manifest().files().stream().anyMatch(file -> file.name().equals(name));
  }

  /**
   * The file with this name.
   *
   * @throws PerplexException exit code 20, where the manifest names none
   */
  public PartFile file(String name) {
    return manifest().files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                PerplexException.dataRefused(
                    "%s has no file %s. Make the artefact again with --force.", folder, name));
  }

  /** Files whose names start and end so, in the order of their names. */
  public List<PartFile> files(String prefix, String suffix) {
    return manifest().files().stream()
        .filter(file -> file.name().startsWith(prefix) && file.name().endsWith(suffix))
        .toList();
  }

  public Location location(PartFile file) {
    return folder.child(manifest().attempt()).child(file.path());
  }

  /**
   * A small file's bytes, checked against the manifest.
   *
   * @throws PerplexException exit code 20, where length or checksum differ
   */
  public byte[] read(String name) {
    PartFile file = file(name);
    Location location = location(file);
    if (!location.exists() || location.length() != file.bytes()) {
      throw changed(location);
    }
    try (DigestInputStream in = new DigestInputStream(location.open(), Fingerprint.digest())) {
      byte[] bytes = in.readAllBytes();
      if (!HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(file.sha256())) {
        throw changed(location);
      }
      return bytes;
    } catch (IOException e) {
      throw location.unable("read", e);
    }
  }

  public String readText(String name) {
    return new String(read(name), StandardCharsets.UTF_8);
  }

  /** A stream of a large file, its length checked against the manifest. */
  public InputStream openFile(PartFile file, long offset) {
    Location location = location(file);
    if (!location.exists() || location.length() != file.bytes()) {
      throw changed(location);
    }
    return location.open(offset);
  }

  /**
   * Copies what the manifest names, checked on the way, and the manifest after it: an artefact in
   * another folder.
   */
  public void copyTo(Location target) {
    for (PartFile file : manifest().files()) {
      Location copy = target.child(manifest().attempt()).child(file.path());
      PartCopy.of(location(file), file, new PartOutput(file.name(), file.path(), copy));
    }
    target.child(Manifest.fileName(Fence.NONE.epoch())).writeText(Json.pretty(manifest()));
  }

  private static PerplexException changed(Location location) {
    return PerplexException.dataRefused(
        "%s is not what its manifest says (missing, cut short or changed). Make the artefact again"
            + " with --force.",
        location);
  }
}
