package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.strangers.StrangeFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Models of DL4J's form by strangers. */
class StrangeFilesTest {
  private static final String CONFIGURATION = "configuration.json";

  private static void read(byte[] bytes) {
    ModelFile.read(bytes, "model.zip");
  }

  /** The good model with an entry replaced or added. */
  private static byte[] with(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean replaced = false;
    try (ZipInputStream in =
            new ZipInputStream(
                new ByteArrayInputStream(ModelFile.bytesWithUpdater(Example.network())));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(each.getName()));
        zip.write(each.getName().equals(name) ? content : in.readAllBytes());
        replaced |= each.getName().equals(name);
      }
      if (!replaced) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
      }
    }
    return out.toByteArray();
  }

  private static String configuration() throws IOException {
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(ModelFile.bytes(Example.network())))) {
      in.getNextEntry();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void modelsAreReadOrRefused() {
    StrangeFiles.meet(
        "model.zip", StrangeFilesTest::read, ModelFile.bytesWithUpdater(Example.network()));
  }

  @Test
  void whatAModelNeverHoldsIsRefused() throws IOException {
    List<byte[]> hostile = new ArrayList<>();
    hostile.add(with("../../../tmp/evil", new byte[] {1}));
    hostile.add(with("/etc/passwd", new byte[] {1}));
    hostile.add(with("normalizer.bin", StrangeFiles.Trap.bytes()));
    hostile.add(with("preprocessor.bin", StrangeFiles.Trap.bytes()));
    hostile.add(with("updaterState.bin", StrangeFiles.Trap.bytes()));
    hostile.add(with("coefficients.bin", StrangeFiles.Trap.bytes()));
    hostile.add(with("coefficients.bin", new byte[64 << 20]));
    hostile.add(with(CONFIGURATION, new byte[64 << 20]));
    String json = configuration();
    String dl4j = "\"@class\" : \"org.deeplearning4j";
    assertThat(json).contains(dl4j);
    String evil = "\"@class\" : \"" + StrangeFiles.Trap.class.getName() + "\", ";
    // The first of two equal names is what DL4J would take, the last what a tree has.
    hostile.add(
        bytes(json.replaceFirst(Pattern.quote(dl4j), Matcher.quoteReplacement(evil + dl4j))));
    hostile.add(
        bytes(
            json.replaceFirst(
                "\"@class\" : \"[^\"]*\"",
                Matcher.quoteReplacement(evil.substring(0, evil.length() - 2)))));
    for (String size : List.of("2147483647", "1000000000", "-1")) {
      hostile.add(bytes(json.replaceAll("\"(nin|nout|nIn|nOut)\" : [0-9]+", "\"$1\" : " + size)));
    }
    for (int i = 0; i < hostile.size(); i++) {
      boolean refused = StrangeFiles.look("hostile " + i, StrangeFilesTest::read, hostile.get(i));
      assertThat(refused || i == 8).as("hostile %s is refused", i).isTrue();
    }
  }

  private static byte[] bytes(String configuration) throws IOException {
    return with(CONFIGURATION, configuration.getBytes(StandardCharsets.UTF_8));
  }
}
