package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SafetensorsExportTest {

  @Test
  void theHeaderSaysWhereEachTensorLies() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsExport.write(
        List.of(
            new NamedArray("b.weight", new int[] {2, 1}, new float[] {1, 2}),
            new NamedArray("a", new int[] {3}, new float[] {3, 4, -5})),
        out);
    ByteBuffer file = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) file.getLong(0);
    assertThat(length % 8).isZero();
    JsonNode header =
        Json.tree(new String(file.array(), 8, length, StandardCharsets.UTF_8).strip());
    assertThat(header.get("__metadata__").get("format").asText()).isEqualTo("pt");
    assertThat(header.get("b.weight").toString())
        .isEqualTo("{\"data_offsets\":[0,8],\"dtype\":\"F32\",\"shape\":[2,1]}");
    assertThat(header.get("a").get("data_offsets").toString()).isEqualTo("[8,20]");
    assertThat(file.capacity()).isEqualTo(8 + length + 20);
    assertThat(file.getFloat(8 + length + 4)).isEqualTo(2);
    assertThat(file.getFloat(8 + length + 16)).isEqualTo(-5);
  }
}
