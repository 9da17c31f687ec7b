package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {
  /** The barrier opens for three at once only, and a fourth thread would show in the set. */
  @Test
  void exactlyTheThreadsAskedForWorkSideBySide() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier three = new CyclicBarrier(3);
    List<Integer> results =
        Crew.work(
            3,
            9,
            piece -> {
              threads.add(Thread.currentThread());
              try {
                three.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return piece * piece;
            });
    assertThat(results).containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64);
    assertThat(threads).hasSize(3).doesNotContain(Thread.currentThread());
    for (Thread thread : threads) {
      thread.join(60_000); // its work has ended, the thread itself a moment later
    }
    assertThat(threads).noneMatch(Thread::isAlive);
  }

  @Test
  void oneThreadIsTheCallers() {
    assertThat(Crew.work(1, 3, piece -> Thread.currentThread()))
        .containsOnly(Thread.currentThread());
    assertThat(Crew.work(4, 1, piece -> Thread.currentThread()))
        .containsExactly(Thread.currentThread());
    assertThat(Crew.work(4, 0, piece -> piece)).isEmpty();
  }

  /** Of Hadoop's users and file systems, which the JVM's common pool does not know. */
  @Test
  void threadsHaveTheClassLoaderOfWhoAsks() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      Thread.currentThread().setContextClassLoader(own);
      assertThat(
              Set.copyOf(Crew.work(2, 8, piece -> Thread.currentThread().getContextClassLoader())))
          .containsExactly(own);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void theFirstPiecesErrorIsThrownWhenAllHaveEnded() {
    AtomicInteger working = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Crew.work(
                    2,
                    6,
                    piece -> {
                      working.incrementAndGet();
                      try {
                        if (piece % 2 == 1) {
                          throw new IllegalArgumentException("piece " + piece);
                        }
                        return piece;
                      } finally {
                        working.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece 1");
    assertThat(working).hasValue(0);
  }

  @Test
  void anInterruptedCallerStopsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Crew.work(2, 4, piece -> piece))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped");
    assertThat(Thread.interrupted()).isTrue();
  }
}
