package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {

  @Test
  void eachCommandIsSummedUpInOneWholeLine() {
    List<String> lines = Commands.run("--help").out().lines().toList();
    int first = lines.indexOf("Commands:") + 1;
    int end = first + lines.subList(first, lines.size()).indexOf("How to start:");
    List<String> commands =
        lines.subList(first, end).stream().filter(line -> !line.isBlank()).toList();
    assertThat(commands).hasSizeGreaterThan(15);
    assertThat(commands).allSatisfy(line -> assertThat(line).matches("  [a-z0-9-]+ +\\S.*\\."));
  }
}
