package dev.perplex.store;

import dev.perplex.store.Faults.Call;
import dev.perplex.store.Faults.Kind;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/** Bytes on their way; what lies on the disk is always what was written so far. */
final class FlakyOutput extends OutputStream implements Syncable, StreamCapabilities, Abortable {
  private final Path path;
  private final File written;
  private final File target;
  private final boolean objects; // seen when it is closed
  private final FileChannel channel;

  FlakyOutput(Path path, File written, File target, boolean objects) throws IOException {
    this.path = path;
    this.written = written;
    this.target = target;
    this.objects = objects;
    this.channel =
        FileChannel.open(
            written.toPath(),
            EnumSet.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Faults faults = Faults.current();
    boolean strikes = faults.strikes(Call.WRITE, path);
    if (strikes && faults.kind() == Kind.THROWN) {
      throw Faults.planted();
    }
    int some = strikes && faults.kind() == Kind.SHORT ? length / 2 : length;
    int taken = faults.taken(some, path);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, taken);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    if (taken < some) {
      throw Faults.full();
    }
    if (strikes) {
      throw Faults.planted();
    }
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    boolean counts = !FlakyFiles.isWithin();
    Faults faults = Faults.current();
    boolean strikes = counts && faults.strikes(Call.CLOSE, path);
    if (strikes && faults.kind() == Kind.SHORT) {
      channel.truncate(channel.size() / 2);
    }
    channel.close();
    if (objects) {
      if (strikes && faults.kind() != Kind.UNACKNOWLEDGED) {
        Files.delete(written.toPath());
      } else {
        Files.move(written.toPath(), target.toPath(), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (strikes) {
      throw Faults.planted();
    }
  }

  @Override
  public AbortableResult abort() {
    boolean was = !channel.isOpen();
    try {
      channel.close();
      Files.deleteIfExists(written.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AbortableResult() {
      @Override
      public boolean alreadyClosed() {
        return was;
      }

      @Override
      public IOException anyCleanupException() {
        return null;
      }
    };
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability) {
      case StreamCapabilities.HSYNC, StreamCapabilities.HFLUSH -> !objects;
      case StreamCapabilities.ABORTABLE_STREAM -> objects;
      default -> false;
    };
  }

  @Override
  public void hflush() throws IOException {
    FlakyFiles.counted(Call.FLUSH, path, () -> null);
  }

  @Override
  public void hsync() throws IOException {
    hflush();
  }
}
