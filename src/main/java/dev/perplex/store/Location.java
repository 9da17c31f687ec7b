package dev.perplex.store;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or folder on any Hadoop file system, with the Hadoop configuration that reaches it. It is
 * serializable, so a task on an executor opens the same place as the driver.
 */
public final class Location implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Location.class);

  /** File systems that move a file over another in one step. */
  private static final Set<String> ATOMIC_MOVES = Set.of("file", "hdfs", "viewfs");

  /** A Hadoop property, with a scheme after it: whether another file system does so too. */
  private static final String ATOMIC_MOVE = "perplex.atomic-rename.";

  private final String uri;
  private final HadoopSettings hadoop;

  private Location(String uri, HadoopSettings hadoop) {
    this.uri = uri;
    this.hadoop = hadoop;
  }

  /**
   * The place that a user names: a path or URI; without a scheme it is on the default file system.
   *
   * @throws PerplexException where the file system cannot be reached
   */
  public static Location of(String path, Configuration hadoop) {
    try {
      Path given = new Path(path);
      FileSystem files = given.getFileSystem(hadoop);
      return new Location(files.makeQualified(given).toString(), new HadoopSettings(hadoop));
    } catch (IOException | IllegalArgumentException e) {
      throw PerplexException.usage(
          "%s cannot be reached: %s. Give a path on a file system that Hadoop is set up for.",
          path, reason(e));
    }
  }

  public Location child(String name) {
    return new Location(new Path(path(), name).toString(), hadoop);
  }

  public Location parent() {
    return new Location(path().getParent().toString(), hadoop);
  }

  public String name() {
    return path().getName();
  }

  public String uri() {
    return uri;
  }

  Path path() {
    return new Path(uri);
  }

  Configuration hadoop() {
    return hadoop.configuration();
  }

  public boolean exists() {
    return run("looked up", files -> files.exists(path()));
  }

  public boolean isFolder() {
    return run(
        "looked up", files -> files.exists(path()) && files.getFileStatus(path()).isDirectory());
  }

  public long length() {
    return run("looked up", files -> files.getFileStatus(path()).getLen());
  }

  /**
   * A file of a listing, which says its length too: on an object store, to ask each file for it
   * would take longer than to read small ones.
   *
   * @param length in bytes
   */
  public record Listed(Location location, long length) {}

  /**
   * The files that the place means, in the order of their names: itself if it is a file, all files
   * below it if it is a folder (hidden ones, which start with a dot or underscore, left out), or
   * what it matches if it is a glob. Empty where there is none.
   */
  public List<Listed> files() {
    return run(
        "listed",
        fileSystem -> {
          FileStatus[] matches = fileSystem.globStatus(path());
          List<Listed> found = new ArrayList<>();
          for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
            collect(fileSystem, match, found);
          }
          found.sort(Comparator.comparing(each -> each.location().uri()));
          return found;
        });
  }

  private void collect(FileSystem files, FileStatus status, List<Listed> found) throws IOException {
    if (!status.isDirectory()) {
      found.add(new Listed(new Location(status.getPath().toString(), hadoop), status.getLen()));
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!name.startsWith(".") && !name.startsWith("_")) {
        collect(files, child, found);
      }
    }
  }

  /** The names directly below a folder, sorted; empty where the folder does not exist. */
  public List<String> names() {
    return run(
        "listed",
        files -> {
          List<String> names = new ArrayList<>();
          try {
            for (FileStatus child : files.listStatus(path())) {
              names.add(child.getPath().getName());
            }
          } catch (FileNotFoundException e) {
            return names; // a folder that nobody has written to yet
          }
          names.sort(null);
          return names;
        });
  }

  /** When the newest file directly below a folder was written; the distant past for none. */
  Instant newest() {
    return run(
        "listed",
        files -> {
          long newest = Long.MIN_VALUE;
          try {
            for (FileStatus child : files.listStatus(path())) {
              newest = Math.max(newest, child.getModificationTime());
            }
          } catch (FileNotFoundException e) {
            return Instant.MIN; // a folder that nobody has written to yet
          }
          return newest == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(newest);
        });
  }

  /** A stream from byte {@code offset} on. */
  public InputStream open(long offset) {
    return run(
        "read",
        files -> {
          FSDataInputStream in = files.open(path());
          if (offset > 0) {
            in.seek(offset);
          }
          return in;
        });
  }

  public InputStream open() {
    return open(0);
  }

  /** A stream to a new file; folders above are made, a file that stands there is replaced. */
  public OutputStream create() {
    return run("written", files -> LocalOutput.create(files, path()));
  }

  public void delete() {
    run("deleted", files -> files.delete(path(), true));
  }

  /** Has it deleted when this process ends, if it still stands then. */
  public void deleteOnExit() {
    run("marked for deletion", files -> files.deleteOnExit(path()));
  }

  /** Moves a file or folder to a place on the same file system where nothing stands. */
  void moveTo(Location target) {
    try {
      if (!fileSystem().rename(path(), target.path())) {
        throw new IOException("the file system refused");
      }
    } catch (IOException e) {
      if (!isGone() || !target.exists()) {
        throw unable("moved to " + target, e);
      }
    }
  }

  /**
   * Whether nothing stands here any more, after a move of what has a name of its own has failed:
   * the move was done then, and its acknowledgement lost.
   */
  private boolean isGone() {
    try {
      return !exists();
    } catch (PerplexException e) {
      return false; // it is not known
    }
  }

  /** The file's whole text, for small files. */
  public String readText() {
    try (InputStream in = open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unable("read", e);
    }
  }

  public void writeText(String text) {
    writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file where it stands; where that fails, half of it may be left. */
  public void writeBytes(byte[] bytes) {
    OutputStream out = create();
    try {
      out.write(bytes);
      out.close();
    } catch (IOException e) {
      discard(out);
      throw unable("written", e);
    }
  }

  /**
   * Ends a stream that has failed. Closed like another it would show on an object store what it got
   * so far, as if that were the file.
   */
  static void discard(OutputStream failed) {
    if (failed instanceof FSDataOutputStream stream
        && stream.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      stream.abort();
      return;
    }
    try {
      failed.close();
    } catch (IOException e) {
      LOG.debug("A stream that has failed cannot be closed either: {}", e.toString());
    }
  }

  /**
   * Writes a file that others may be reading: they see all of the old one or all of the new one.
   * Object stores show a file when it is complete; elsewhere it is written beside and moved over.
   */
  public void replaceBytes(byte[] bytes) {
    if (!movesAtomically()) {
      writeBytes(bytes);
      return;
    }
    Location beside = parent().child("." + name() + "." + UUID.randomUUID());
    try {
      beside.writeBytes(bytes);
    } catch (PerplexException e) {
      beside.deleteQuietly();
      throw e;
    }
    try {
      beside.moveOver(this);
    } catch (IOException e) {
      if (!beside.isGone()) {
        beside.deleteQuietly();
        throw unable("written", e);
      }
    }
  }

  private boolean movesAtomically() {
    String scheme = path().toUri().getScheme();
    return ATOMIC_MOVES.contains(scheme)
        || hadoop.configuration().getBoolean(ATOMIC_MOVE + scheme, false);
  }

  /** Of what nobody reads, after another failure that is to be told. */
  private void deleteQuietly() {
    try {
      delete();
    } catch (PerplexException e) {
      LOG.warn("{} is left behind, and may be deleted: {}", this, e.getMessage());
    }
  }

  private void moveOver(Location target) throws IOException {
    if (path().toUri().getScheme().equals("file")) {
      // Hadoop's own move on local disks deletes first what stands there.
      Files.move(
          java.nio.file.Path.of(path().toUri()),
          java.nio.file.Path.of(target.path().toUri()),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileContext.getFileContext(path().toUri(), hadoop.configuration())
          .rename(path(), target.path(), Options.Rename.OVERWRITE);
    }
  }

  /**
   * Writes and deletes a small file below this folder, before hours of work need the place.
   *
   * @throws PerplexException exit code 2, where it cannot be done
   */
  public void checkWritable(String key) {
    Location probe = child(".perplex-write-check-" + UUID.randomUUID().toString().substring(0, 8));
    try {
      probe.writeText("");
      probe.delete();
    } catch (PerplexException e) {
      throw new PerplexException(
          ExitCode.USAGE,
          String.format(
              "%s = %s cannot be written: %s. Set %s to a folder that you may write to.",
              key, uri, e.getCause() == null ? e.getMessage() : reason(e.getCause()), key),
          e);
    }
  }

  PerplexException unable(String verb, IOException e) {
    return PerplexException.failed(e, "%s cannot be %s: %s.", uri, verb, reason(e));
  }

  private interface Work<T> {
    T on(FileSystem files) throws IOException;
  }

  private <T> T run(String verb, Work<T> work) {
    try {
      return work.on(fileSystem());
    } catch (IOException e) {
      throw unable(verb, e);
    }
  }

  private FileSystem fileSystem() throws IOException {
    FileSystem files = FileSystem.get(path().toUri(), hadoop.configuration());
    if (files instanceof LocalFileSystem local) {
      // Our manifests carry checksums; Hadoop's .crc files beside each file would only be clutter,
      // and without them the local file system can flush half-written event files.
      local.setWriteChecksum(false);
      local.setVerifyChecksum(false);
    }
    return files;
  }

  private static String reason(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    int line = message.indexOf('\n');
    return e.getClass().getSimpleName() + ": " + (line < 0 ? message : message.substring(0, line));
  }

  /** For people: without a password that stands in it. */
  @Override
  public String toString() {
    return uri.startsWith("file:///")
        ? uri.substring(7)
        : Redaction.of(uri).replaceFirst("^file:/", "/");
  }
}
