package dev.perplex.word2vec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Threads of one task, made by it and ended with it: as many as were asked for, whatever else runs
 * in the JVM. A thread inherits the class loader and the user of the thread that makes it, without
 * which storage may not open; the JVM's common pool was made by somebody else.
 */
public final class Crew {
  private Crew() {}

  /**
   * Works on numbered pieces side by side.
   *
   * @param threads at most; with one, the caller's own thread works
   * @param pieces numbered from 0
   * @return by piece
   * @throws RuntimeException what the first piece threw, in the order of pieces, after all threads
   *     have ended
   */
  public static <R> List<R> work(int threads, int pieces, IntFunction<R> work) {
    if (threads == 1 || pieces <= 1) {
      return IntStream.range(0, pieces).mapToObj(work).toList();
    }
    ExecutorService crew = Executors.newFixedThreadPool(Math.min(threads, pieces), Crew::thread);
    try {
      List<Callable<R>> calls = new ArrayList<>();
      for (int piece = 0; piece < pieces; piece++) {
        int number = piece;
        calls.add(() -> work.apply(number));
      }
      if (Thread.interrupted()) { // work that ends at once would not look
        throw new InterruptedException();
      }
      return results(crew.invokeAll(calls));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", e);
    } finally {
      end(crew);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, Thread.currentThread().getName() + " crew");
    thread.setDaemon(true);
    return thread;
  }

  private static <R> List<R> results(List<Future<R>> futures) throws InterruptedException {
    List<R> results = new ArrayList<>();
    for (Future<R> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  /** Nobody may work on the caller's rows when it goes on. */
  private static void end(ExecutorService crew) {
    crew.shutdownNow();
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        if (crew.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
