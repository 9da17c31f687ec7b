package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.strangers.StrangeFiles;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of a registry that strangers wrote. */
class StrangeFilesTest {
  @Test
  void eventsAreReadOrRefused() {
    MemoryEvents written = new MemoryEvents();
    Registry registry = new Registry("p", written, null, Clock.systemUTC());
    registry.note(
        new Event.Draft(
            Event.Kind.REFUSED, "me", "why", "run-1", Examples.version("v"), "", "d", List.of()),
        registry.look());
    String name = written.names().get(0);
    StrangeFiles.meet(
        "event",
        bytes -> {
          MemoryEvents events = new MemoryEvents();
          events.write(name, new String(bytes, StandardCharsets.UTF_8));
          Succession history = new Registry("p", events, null, Clock.systemUTC()).read();
          assertThat(history.candidate()).isPresent();
          history.versions();
          history.champions();
        },
        written.read(name).getBytes(StandardCharsets.UTF_8));
  }
}
