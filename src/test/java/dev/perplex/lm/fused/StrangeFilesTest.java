package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import dev.perplex.strangers.StrangeFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Safetensors of strangers. */
class StrangeFilesTest {
  private static void read(byte[] bytes) {
    FusedModelFile.shape(new ByteArrayInputStream(bytes), "model.safetensors");
    FusedModelFile.read(new ByteArrayInputStream(bytes), "model.safetensors");
  }

  @Test
  void modelsAreReadOrRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NetworkShape shape = new NetworkShape(9, 3, 4, 2, Cell.LSTM, SoftmaxKind.FULL);
    FusedModelFile.write(Networks.drawn(shape, 1), out);
    StrangeFiles.meet("safetensors", StrangeFilesTest::read, out.toByteArray());
  }

  /** 2 GiB are claimed, and none of it is there. */
  @Test
  void whatAHeaderClaimsTakesNoMemoryBeforeItIsThere() {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[0,2147483644]}}";
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    org.assertj.core.api.Assertions.assertThat(
            StrangeFiles.look("claims", StrangeFilesTest::read, file.array()))
        .isTrue();
  }
}
