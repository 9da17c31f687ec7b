package dev.perplex.store;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/** A local file that is written; others see what was flushed. */
final class LocalOutput extends BufferedOutputStream implements StreamCapabilities, Syncable {
  private final FileOutputStream file;

  LocalOutput(File file) throws IOException {
    this(new FileOutputStream(file));
  }

  private LocalOutput(FileOutputStream file) {
    super(file);
    this.file = file;
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
