package dev.perplex.store;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A local file that is written; others see what was flushed. Hadoop 3.3 starts a {@code chmod} for
 * each local file that it creates, which takes longer than to write small ones; the mode of this
 * one follows the umask of the process.
 */
final class LocalOutput extends BufferedOutputStream implements StreamCapabilities, Syncable {
  private final FileOutputStream file;

  private LocalOutput(File file) throws IOException {
    this(new FileOutputStream(file));
  }

  private LocalOutput(FileOutputStream file) {
    super(file);
    this.file = file;
  }

  /**
   * A new file, such a one where files are local and Hadoop would give them the usual mode, else
   * Hadoop's own. Folders above are made, a file that stands there is replaced.
   */
  static FSDataOutputStream create(FileSystem files, Path path) throws IOException {
    if (files instanceof LocalFileSystem local
        && FsPermission.getUMask(files.getConf()).toShort() == FsPermission.DEFAULT_UMASK) {
      local.mkdirs(path.getParent());
      return new FSDataOutputStream(new LocalOutput(local.pathToFile(path)), null);
    }
    return files.create(path, true);
  }

  @Override
  public boolean hasCapability(String capability) {
    return capability.equalsIgnoreCase(StreamCapabilities.HSYNC);
  }

  @Override
  public void hflush() throws IOException {
    flush();
  }

  @Override
  public void hsync() throws IOException {
    flush();
    file.getFD().sync();
  }
}
