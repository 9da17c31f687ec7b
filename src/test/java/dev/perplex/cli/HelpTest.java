package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {

  /** A summary is the first line of a command's description, so that line must be a sentence. */
  @Test
  void eachCommandIsSummedUpInAWholeSentence() {
    String help = Commands.run("--help").out();
    String list = help.substring(help.indexOf("Commands:\n") + 10, help.indexOf("\nHow to start:"));
    List<String> commands = List.of(list.stripTrailing().split("\n(?=  \\S)", -1));
    assertThat(commands).hasSizeGreaterThan(15);
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThat(command.replaceAll("\\s+", " "))
                    .matches(" [a-z0-9-]+ [A-Z][^.:]*(: [^.:]+)?\\.( [A-Z].*\\.)?"));
  }
}
