package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ModelFileTest {

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = Example.network();
    network.fit(Example.minibatch().dataSet());
    return network;
  }

  @Test
  void whatIsWrittenIsRead() {
    MultiLayerNetwork network = trained();
    MultiLayerNetwork read = ModelFile.read(ModelFile.bytesWithUpdater(network), "model.zip");
    assertThat(read.params()).isEqualTo(network.params());
    assertThat(read.getUpdater().getStateViewArray())
        .isEqualTo(network.getUpdater().getStateViewArray());
    INDArray features = Example.minibatch().dataSet().getFeatures();
    assertThat(read.output(features)).isEqualTo(network.output(features));
  }

  @Test
  void equalModelsGiveEqualBytesAndReadingChangesNone() {
    byte[] bytes = ModelFile.bytesWithUpdater(trained());
    assertThat(ModelFile.bytesWithUpdater(trained())).isEqualTo(bytes);
    assertThat(ModelFile.bytesWithUpdater(ModelFile.read(bytes, "m"))).isEqualTo(bytes);
  }

  @Test
  void stockDl4jOpensTheFileAndWeOpenItsOwn() throws IOException {
    MultiLayerNetwork network = trained();
    byte[] bytes = ModelFile.bytesWithUpdater(network);
    MultiLayerNetwork stock =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes), true);
    assertThat(stock.params()).isEqualTo(network.params());
    assertThat(stock.getUpdater().getStateViewArray())
        .isEqualTo(network.getUpdater().getStateViewArray());
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("dev.perplex");

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelSerializer.writeModel(stock, out, true);
    assertThat(ModelFile.read(out.toByteArray(), "m").params()).isEqualTo(network.params());
  }

  @Test
  void aFileCutShortAnywhereIsRefused() {
    byte[] bytes = ModelFile.bytes(trained());
    int end = bytes.length - 300; // within the last entry or the directory
    for (int length = 0; length < end; length += 397) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ModelFile.read(part, "model.zip"))
          .isInstanceOf(PerplexException.class)
          .hasMessageStartingWith("model.zip is not a whole language model: ");
    }
  }

  @Test
  void changedBytesAreRefused() {
    byte[] bytes = ModelFile.bytes(trained());
    bytes[bytes.length / 2 + 2000] ^= 0x40;
    assertThatThrownBy(() -> ModelFile.read(bytes, "model.zip"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("invalid entry CRC");
  }

  @Test
  void anEntryThatHoldsJavaObjectsIsRefused() throws IOException {
    assertThatThrownBy(() -> ModelFile.read(zip("preprocessor.bin", "x"), "model.zip"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("it holds the entry preprocessor.bin");
  }

  @Test
  void aConfigurationThatNamesAStrangeClassIsRefused() throws IOException {
    byte[] strange = zip("configuration.json", "{\"a\":[{\"@class\":\"java.net.URL\"}]}");
    assertThatThrownBy(() -> ModelFile.read(strange, "model.zip"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("names the class java.net.URL");
  }

  @Test
  void aConfigurationThatIsNoneIsRefused() throws IOException {
    assertThatThrownBy(() -> ModelFile.read(zip("configuration.json", "[1"), "model.zip"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("its configuration is not a network's");
  }

  private static byte[] zip(String name, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
