package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import java.nio.file.Path;

/** A pipeline that ran over {@link Workplace#small}, and what it printed. */
record SmallRun(Workplace place, Ended ended) {
  static SmallRun in(Path folder) {
    Workplace place = Workplace.small(folder);
    Ended ended = Commands.run(place.command("pipeline"));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    return new SmallRun(place, ended);
  }

  String id() {
    return ended.out().split("\\s+", 3)[1];
  }
}
