package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice in JVMs of their own, with and without the module. */
class KernelsTest {
  /** What the other JVM runs. */
  static final class Chosen {
    private Chosen() {}

    public static void main(String[] arguments) {
      System.out.println("chosen: " + FloatKernel.fastest().description());
    }
  }

  private static String said(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Chosen.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void withoutTheModuleThePlainLoopsAreTakenAndTheLogSaysWhatToDo() throws Exception {
    assertThat(said())
        .contains("chosen: scalar")
        .contains("Add --add-modules=jdk.incubator.vector to the JVM's options");
  }

  @Test
  void withTheModuleTheVectorsAreTaken() throws Exception {
    assertThat(said("--add-modules=jdk.incubator.vector"))
        .contains("chosen: " + FloatKernel.fastest().description())
        .doesNotContain("Add --add-modules");
  }

  /** As on a machine without AVX: vectors of 16 bytes, so 4 lanes. */
  @Test
  void narrowVectorsAreLeftForThePlainLoops() throws Exception {
    assertThat(said("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=16"))
        .contains("chosen: scalar")
        .contains("The Vector API cannot be used here")
        .contains("vectors have 4 lanes of 8");
  }
}
