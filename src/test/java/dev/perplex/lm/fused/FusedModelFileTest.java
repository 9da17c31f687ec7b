package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.Cell;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusedModelFileTest {
  private static byte[] bytes(Parameters parameters) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FusedModelFile.write(parameters, out);
    return out.toByteArray();
  }

  private static Parameters read(byte[] bytes) {
    return FusedModelFile.read(new ByteArrayInputStream(bytes), "model.safetensors");
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void whatIsWrittenIsRead(Cell cell) throws IOException {
    for (SoftmaxKind softmax : SoftmaxKind.values()) {
      Parameters parameters = Networks.drawn(new NetworkShape(9, 3, 4, 2, cell, softmax), 1);
      byte[] bytes = bytes(parameters);
      Parameters again = read(bytes);
      assertThat(again.shape()).isEqualTo(parameters.shape());
      long elements = 0;
      for (Tensor tensor : parameters.all()) {
        assertThat(again.tensor(tensor.name()).values()).isEqualTo(tensor.values());
        elements += tensor.values().length;
      }
      assertThat(Parameters.elements(parameters.shape())).isEqualTo(elements);
      assertThat(bytes(again)).isEqualTo(bytes);
    }
  }

  /** A vector of two, by hand: 8 bytes of length, header, 1 and -2 as little-endian floats. */
  @Test
  void theBytesAreTheFormats() throws IOException {
    Tensor tensor = new Tensor("b", 1, 2);
    tensor.values()[0] = 1;
    tensor.values()[1] = -2;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(List.of(tensor), Map.of(), out);
    String header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    byte[] text = (header + " ".repeat(56 - header.length())).getBytes(StandardCharsets.UTF_8);
    ByteBuffer expected = ByteBuffer.allocate(8 + 56 + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(56).put(text).putFloat(1).putFloat(-2);
    assertThat(out.toByteArray()).isEqualTo(expected.array());
  }

  @Test
  void everyCutIsRefused() throws IOException {
    byte[] bytes =
        bytes(Networks.drawn(new NetworkShape(3, 1, 1, 1, Cell.RNN, SoftmaxKind.FULL), 1));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(PerplexException.class)
          .hasMessageContaining("model.safetensors is not a whole safetensors file");
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessageContaining("longer than its header says");
  }

  @Test
  void whatTheHeaderClaimsIsBounded() {
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[40000,40000],\"data_offsets\":[0,6400000000]}}",
        "more than 1000 bytes");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "the dimension -1");
    refused("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}", "not of F32");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "not where");
    refused("[]", "not an object");
    refused("{\"", "not JSON");
  }

  private static void refused(String header, String reason) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(8 + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array();
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(bytes), "it", 1000))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining(reason);
  }
}
