package dev.perplex.store;

import dev.perplex.store.Faults.Call;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;

/** Bytes of {@link FlakyFiles} that are read. */
final class FlakyInput extends FilterInputStream implements Seekable, PositionedReadable {
  private final FSDataInputStream source;
  private final Path path;

  FlakyInput(FSDataInputStream source, Path path) {
    super(source);
    this.source = source;
    this.path = path;
  }

  private static int read(InputStream from, byte[] bytes, int offset, int length)
      throws IOException {
    return from.read(bytes, offset, length);
  }

  @Override
  public int read() throws IOException {
    return FlakyFiles.counted(Call.READ, path, source::read);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return FlakyFiles.counted(Call.READ, path, () -> read(source, bytes, offset, length));
  }

  @Override
  public int read(long position, byte[] bytes, int offset, int length) throws IOException {
    return FlakyFiles.counted(Call.READ, path, () -> source.read(position, bytes, offset, length));
  }

  @Override
  public void readFully(long position, byte[] bytes, int offset, int length) throws IOException {
    FlakyFiles.counted(
        Call.READ,
        path,
        () -> {
          source.readFully(position, bytes, offset, length);
          return null;
        });
  }

  @Override
  public void readFully(long position, byte[] bytes) throws IOException {
    readFully(position, bytes, 0, bytes.length);
  }

  @Override
  public void seek(long position) throws IOException {
    source.seek(position);
  }

  @Override
  public long getPos() throws IOException {
    return source.getPos();
  }

  @Override
  public boolean seekToNewSource(long target) throws IOException {
    return source.seekToNewSource(target);
  }
}
