package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the other JVM says, and what it is started with. */
class PackedModelTest {
  @Test
  void anAnswerIsFoundAmongNoise() throws PackedModel.Unanswered {
    PackedModel.Answer answer =
        PackedModel.heard(
            0, List.of("noise", "answer {\"vocabulary\":7,\"nats\":[1.5,2.5]}"), "it said nothing");
    assertThat(answer).isEqualTo(new PackedModel.Answer(7, List.of(1.5, 2.5)));
  }

  /** That is the model's fault, and refuses it. */
  @Test
  void whoEndsByItselfWithAFailureIsHeard() {
    assertThatThrownBy(() -> PackedModel.heard(20, List.of(), "perplex: no model"))
        .isInstanceOf(PackedModel.Unanswered.class)
        .hasMessage("ended with exit code 20: perplex: no model");
  }

  /** That says nothing of the model: no verdict may come of it. */
  @ParameterizedTest
  @CsvSource({"137, was ended by signal 9: out", "143, was ended by signal 15: out", "0, ended"})
  void whoIsKilledOrSilentDecidesNothing(int exitCode, String words) {
    assertThatThrownBy(() -> PackedModel.heard(exitCode, List.of("noise"), "out"))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED))
        .hasMessageContaining("The JVM that checks the packed model " + words)
        .hasMessageContaining("Nothing was decided: run it again");
  }

  @Test
  void optionsThatBindPortsAreNotPassedOn() {
    assertThat(
            PackedModel.inherited(
                List.of(
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-Dperplex.some=thing",
                    "-Dspark.master=local",
                    "-Dcom.sun.management.jmxremote.port=9010",
                    "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                    "-javaagent:prometheus.jar=8080:config.yaml",
                    "-Xmx4g")))
        .containsExactly("--add-opens=java.base/java.nio=ALL-UNNAMED", "-Dperplex.some=thing");
    assertThat(PackedModel.bindsPort("-Xss1m -agentlib:jdwp=server=y")).isTrue();
    assertThat(PackedModel.bindsPort("-Djavax.net.ssl.trustStore=/etc/trust")).isFalse();
  }

  /** A container's limit holds for both JVMs. */
  @Test
  void theOtherJvmTakesWhatTheModelNeeds() {
    long mega = 1 << 20;
    assertThat(PackedModel.heap(mega, 4096 * mega)).isEqualTo(388 * mega);
    assertThat(PackedModel.heap(2048 * mega, 4096 * mega)).isEqualTo(4096 * mega);
  }
}
