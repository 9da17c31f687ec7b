package dev.perplex.store;

import dev.perplex.store.Faults.Call;
import dev.perplex.store.Faults.Kind;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under two schemes of its own, whose calls fail as {@link Faults} says. {@code
 * flaky} is like a disk or HDFS: a file is seen as soon as it is created, and moved in one step.
 * {@code flaky-objects} is like an object store: a file is seen when it is closed, all that was
 * written so far even where a write failed before, unless it was aborted; nothing is moved.
 */
public class FlakyFiles extends RawLocalFileSystem {
  public static final String DISK = "flaky";
  public static final String OBJECTS = "flaky-objects";

  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private URI name; // null while the class above is made

  /** Makes both schemes known to every Hadoop configuration of this JVM. */
  public static void register() {
    Configuration.addDefaultResource("flaky-site.xml");
  }

  /** A local path under a scheme of these. */
  public static String uri(String scheme, java.nio.file.Path path) {
    return scheme + "://" + path.toAbsolutePath();
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    name = URI.create(uri.getScheme() + ":///");
    super.initialize(uri, conf);
    setWorkingDirectory(new Path(name + System.getProperty("user.dir").substring(1)));
  }

  @Override
  public URI getUri() {
    return name == null ? super.getUri() : name;
  }

  @Override
  public String getScheme() {
    return name.getScheme();
  }

  private boolean isObjects() {
    return name.getScheme().equals(OBJECTS);
  }

  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T counted(Call call, Object where, Work<T> work) throws IOException {
    if (isWithin()) {
      return work.run();
    }
    Faults faults = Faults.current();
    boolean strikes = faults.strikes(call, where);
    if (strikes && faults.kind() != Kind.UNACKNOWLEDGED) {
      throw Faults.planted();
    }
    DEPTH.set(1);
    try {
      T result = work.run();
      if (strikes) {
        if (result instanceof FSDataOutputStream lost) {
          Location.discard(lost);
        }
        throw Faults.planted();
      }
      return result;
    } finally {
      DEPTH.set(0);
    }
  }

  /** Whether this is a call within another. */
  static boolean isWithin() {
    return DEPTH.get() > 0;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return counted(Call.STATUS, path, () -> super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return counted(Call.LIST, path, () -> super.listStatus(path));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return counted(Call.MKDIRS, path, () -> super.mkdirs(path));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return counted(Call.MKDIRS, path, () -> super.mkdirs(path, permission));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return counted(Call.DELETE, path, () -> super.delete(path, recursive));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return counted(Call.RENAME, from, () -> super.rename(from, to));
  }

  /** Moves a file over another in one step, as HDFS does. */
  private void replace(Path from, Path to) throws IOException {
    counted(
        Call.RENAME,
        from,
        () ->
            Files.move(
                pathToFile(from).toPath(),
                pathToFile(to).toPath(),
                StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return counted(
        Call.OPEN,
        path,
        () -> new FSDataInputStream(new FlakyInput(super.open(path, bufferSize), path)));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return counted(Call.CREATE, path, () -> new FSDataOutputStream(out(path, overwrite), null));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, null, overwrite, bufferSize, replication, blockSize, progress);
  }

  private FlakyOutput out(Path path, boolean overwrite) throws IOException {
    File target = pathToFile(path);
    if (!overwrite && target.exists()) {
      throw new IOException(path + " exists");
    }
    if (target.isDirectory()) {
      throw new IOException(path + " is a folder");
    }
    Files.createDirectories(target.getParentFile().toPath());
    File written = isObjects() ? File.createTempFile("object", null) : target;
    return new FlakyOutput(path, written, target, isObjects());
  }

  /** The form in which Hadoop moves one file over another. */
  public static final class Context extends DelegateToFileSystem {
    public Context(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(URI.create(uri.getScheme() + ":///"), new FlakyFiles(), conf, uri.getScheme(), false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      ((FlakyFiles) fsImpl).replace(from, to);
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
      return fsImpl.getFileStatus(path);
    }
  }

  /**
   * Not for files of ours: {@link #create(Path, FsPermission, boolean, int, short, long,
   * Progressable)}.
   */
  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    throw new UnsupportedOperationException("createNonRecursive is not counted");
  }

  /** Never met: Hadoop's own move over another file is {@link Context}'s. */
  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    replace(from, to);
  }
}
