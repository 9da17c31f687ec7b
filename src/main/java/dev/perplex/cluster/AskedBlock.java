package dev.perplex.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.storage.BlockData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A block that was asked for, and may still be on its way. What comes from another executor lies
 * where the network left it, until this is closed.
 */
public final class AskedBlock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AskedBlock.class);

  private final String name;
  private final CompletableFuture<Source> source = new CompletableFuture<>();

  AskedBlock(String name) {
    this.name = name;
  }

  /** Where the bytes are. */
  private interface Source {
    InputStream open() throws IOException;

    default void release() {}
  }

  private record Arrived(ManagedBuffer buffer) implements Source {
    @Override
    public InputStream open() throws IOException {
      return buffer.createInputStream();
    }

    @Override
    public void release() {
      buffer.release();
    }
  }

  /** It is here. */
  AskedBlock here(BlockData data) {
    source.complete(data::toInputStream);
    return this;
  }

  /** It has come over the network. */
  void arrived(ManagedBuffer buffer) {
    buffer.retain();
    if (!source.complete(new Arrived(buffer))) {
      buffer.release();
    }
  }

  /** It is gone, or whoever had it is. */
  AskedBlock gone(String why) {
    source.completeExceptionally(new IllegalStateException(why));
    return this;
  }

  public String name() {
    return name;
  }

  /** Waits for it; false where it is gone. */
  public boolean isThere() {
    try {
      source.join();
      return true;
    } catch (CompletionException e) {
      LOG.info("Block {} is gone: {}", name, e.getCause().toString());
      return false;
    }
  }

  /** Its bytes, once. */
  public InputStream open() {
    try {
      return source.join().open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives up its memory, now or when it comes. */
  @Override
  public void close() {
    CompletableFuture<Void> unused = source.thenAccept(Source::release);
  }
}
