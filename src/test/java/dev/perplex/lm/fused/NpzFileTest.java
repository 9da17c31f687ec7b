package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class NpzFileTest {

  private static Tensor tensor(String name, int rows, float... values) {
    Tensor tensor = new Tensor(name, rows, values.length / rows);
    System.arraycopy(values, 0, tensor.values(), 0, values.length);
    return tensor;
  }

  private static byte[] written(Tensor... arrays) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpzFile.write(List.of(arrays), out);
    return out.toByteArray();
  }

  @Test
  void entriesAreNpyFilesOfFormatOne() throws IOException {
    byte[] bytes = written(tensor("a.b", 2, 1, 2, 3, 4, 5, -6.5f), tensor("c", 1, 7));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("a.b.npy");
      byte[] entry = zip.readAllBytes();
      assertThat(Arrays.copyOf(entry, 8)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
      ByteBuffer buffer = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
      int header = buffer.getShort(8);
      assertThat((10 + header) % 64).isZero();
      String text = new String(entry, 10, header, StandardCharsets.ISO_8859_1);
      assertThat(text)
          .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
          .endsWith("\n");
      assertThat(entry).hasSize(10 + header + 24);
      assertThat(buffer.getFloat(10 + header)).isEqualTo(1);
      assertThat(buffer.getFloat(10 + header + 20)).isEqualTo(-6.5f);
      assertThat(zip.getNextEntry().getName()).isEqualTo("c.npy");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("'shape': (1,), }");
      assertThat(zip.getNextEntry()).isNull();
    }
  }

  @Test
  void largeArraysAreWholeAndEqualArraysGiveEqualBytes() throws IOException {
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i;
    }
    byte[] bytes = written(tensor("m", 1, many));
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      zip.getNextEntry();
      byte[] entry = zip.readAllBytes();
      ByteBuffer values = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < many.length; i++) {
        assertThat(values.getFloat(entry.length - 160_000 + 4 * i)).isEqualTo(i);
      }
    }
    assertThat(written(tensor("m", 1, many))).isEqualTo(bytes);
  }
}
