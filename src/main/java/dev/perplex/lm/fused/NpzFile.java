package dev.perplex.lm.fused;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Arrays as NumPy's {@code .npz}: a zip of {@code .npy} files (format 1.0, as NumPy's {@code
 * numpy.lib.format} describes it), little-endian 32-bit floats in row-major order. Equal arrays
 * give equal bytes.
 */
public final class NpzFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64; // of the data, in bytes from the file's start
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {}

  /** Writes a whole file; does not close the stream. */
  public static void write(List<Tensor> arrays, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION); // floats hardly shrink, and deflaters differ
    for (Tensor array : arrays) {
      ZipEntry entry = new ZipEntry(array.name() + ".npy");
      entry.setTimeLocal(TIME);
      zip.putNextEntry(entry);
      writeArray(array, zip);
    }
    zip.finish();
  }

  private static void writeArray(Tensor array, OutputStream out) throws IOException {
    String shape =
        array.rows() == 1 ? array.columns() + "," : array.rows() + ", " + array.columns();
    StringBuilder header =
        new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }");
    while ((MAGIC.length + Short.BYTES + header.length() + 1) % ALIGNMENT != 0) {
      header.append(' ');
    }
    header.append('\n');
    out.write(MAGIC);
    out.write(header.length() & 0xFF);
    out.write(header.length() >>> 8);
    out.write(header.toString().getBytes(StandardCharsets.ISO_8859_1));
    LittleEndian.write(array.values(), out);
  }
}
