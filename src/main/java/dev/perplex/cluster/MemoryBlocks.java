package dev.perplex.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What tasks leave in the memory of their executor for tasks of later stages, wherever these run.
 * Nothing here outlives an executor: who asks has to know how to make it again. Blocks of an owner
 * go with its broadcast variable.
 *
 * <p>The driver does not hear of these blocks: registering and looking up each one would cost
 * rounds several calls to it. Who asks says at which {@link Place} the block was left.
 */
public final class MemoryBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryBlocks.class);

  /** By owner, what this JVM has put, and in which round. */
  private static final Map<Long, Map<String, Integer>> PUT = new ConcurrentHashMap<>();

  private final long owner;

  /** An executor's block manager, as tasks report it with what they left there. */
  public record Place(String executor, String host, int port) implements Serializable {}

  /** Where this JVM's blocks are. */
  public static Place here() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    return new Place(id.executorId(), id.host(), id.port());
  }

  /**
   * @param owner a broadcast variable; when it is destroyed, so are the blocks
   */
  public MemoryBlocks(Broadcast<?> owner) {
    this.owner = owner.id();
  }

  /**
   * @param name letters, digits and underscores; the same name always means the same content
   * @param bytes not copied, so nobody may change them
   */
  public void put(String name, int round, byte[] bytes) {
    BlockManager blocks = SparkEnv.get().blockManager();
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    note(
        name,
        round,
        blocks.putBytes(
            id(name),
            new ChunkedByteBuffer(ByteBuffer.wrap(bytes)),
            StorageLevel.MEMORY_AND_DISK_SER(),
            false,
            any));
  }

  /** As {@link #put}, for a value that stays an object, unless another executor asks for it. */
  public void putValue(String name, int round, Object value) {
    BlockManager blocks = SparkEnv.get().blockManager();
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    note(
        name, round, blocks.putSingle(id(name), value, StorageLevel.MEMORY_AND_DISK(), false, any));
  }

  private void note(String name, int round, boolean stored) {
    if (!stored) {
      throw new IllegalStateException(
          "an executor has room for block " + name + " neither in memory nor on disk");
    }
    PUT.computeIfAbsent(owner, each -> new ConcurrentHashMap<>()).put(name, round);
  }

  /**
   * The content; empty where it is gone.
   *
   * @param from where it was left; null for here
   */
  public Optional<ByteBuffer> bytes(String name, Place from) {
    BlockManager blocks = SparkEnv.get().blockManager();
    var local = blocks.getLocalBytes(id(name));
    if (local.isDefined()) {
      try {
        return Optional.of(local.get().toByteBuffer());
      } finally {
        blocks.releaseLock(id(name), Option.<TaskContext>empty());
      }
    }
    return fetched(name, from).map(MemoryBlocks::buffer);
  }

  private static ByteBuffer buffer(ManagedBuffer fetched) {
    try {
      return fetched.nioByteBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What another executor has; empty where it has it no more, or is gone itself. */
  private Optional<ManagedBuffer> fetched(String name, Place from) {
    if (from == null || from.equals(here())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          SparkEnv.get()
              .blockManager()
              .blockTransferService()
              .fetchBlockSync(from.host(), from.port(), from.executor(), id(name).name(), null));
    } catch (Exception e) { // Scala declares none of the checked ones that it throws
      LOG.info("Block {} of executor {} is gone: {}", name, from.executor(), e.toString());
      return Optional.empty();
    }
  }

  /** As {@link #bytes}, the value. */
  public <T> Optional<T> value(String name, Class<T> type, Place from) {
    BlockManager blocks = SparkEnv.get().blockManager();
    Option<BlockResult> local = blocks.getLocalValues(id(name));
    if (local.isDefined()) {
      try {
        return Optional.of(type.cast(local.get().data().next()));
      } finally {
        blocks.releaseLock(id(name), Option.<TaskContext>empty());
      }
    }
    return fetched(name, from).map(buffer -> type.cast(read(name, buffer)));
  }

  private Object read(String name, ManagedBuffer buffer) {
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    try (InputStream in = buffer.createInputStream()) {
      return SparkEnv.get().serializerManager().dataDeserializeStream(id(name), in, any).next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what this JVM has put in certain rounds. */
  public void remove(IntPredicate rounds) {
    Map<String, Integer> mine = PUT.getOrDefault(owner, Map.of());
    for (Map.Entry<String, Integer> each : List.copyOf(mine.entrySet())) {
      // Of several cores, one removes it.
      if (rounds.test(each.getValue()) && mine.remove(each.getKey(), each.getValue())) {
        SparkEnv.get().blockManager().removeBlock(id(each.getKey()), false);
      }
    }
    PUT.keySet().removeIf(other -> other < owner);
  }

  private BroadcastBlockId id(String name) {
    return new BroadcastBlockId(owner, "_" + name);
  }
}
