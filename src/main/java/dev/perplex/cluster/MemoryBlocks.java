package dev.perplex.cluster;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.BroadcastBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What tasks leave in the memory of their executor for tasks of later stages, wherever these run.
 * Nothing here outlives an executor: who asks has to know how to make it again. Blocks of an owner
 * go with its broadcast variable.
 */
public final class MemoryBlocks {
  /** By owner, what this JVM has put, and in which round. */
  private static final Map<Long, Map<String, Integer>> PUT = new ConcurrentHashMap<>();

  private final long owner;

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
            true,
            any));
  }

  /** As {@link #put}, for a value that stays an object, unless another executor asks for it. */
  public void putValue(String name, int round, Object value) {
    BlockManager blocks = SparkEnv.get().blockManager();
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    note(name, round, blocks.putSingle(id(name), value, StorageLevel.MEMORY_AND_DISK(), true, any));
  }

  private void note(String name, int round, boolean stored) {
    if (!stored) {
      throw new IllegalStateException(
          "an executor has room for block " + name + " neither in memory nor on disk");
    }
    PUT.computeIfAbsent(owner, each -> new ConcurrentHashMap<>()).put(name, round);
  }

  /** The content, from this executor or another; empty where no executor has it any more. */
  public Optional<ByteBuffer> bytes(String name) {
    BlockManager blocks = SparkEnv.get().blockManager();
    var local = blocks.getLocalBytes(id(name));
    if (local.isDefined()) {
      try {
        return Optional.of(local.get().toByteBuffer());
      } finally {
        blocks.releaseLock(id(name), Option.<TaskContext>empty());
      }
    }
    Option<ChunkedByteBuffer> remote = blocks.getRemoteBytes(id(name));
    return remote.isDefined() ? Optional.of(remote.get().toByteBuffer()) : Optional.empty();
  }

  /** The value, from this executor or another; empty where no executor has it any more. */
  public <T> Optional<T> value(String name, Class<T> type) {
    BlockManager blocks = SparkEnv.get().blockManager();
    Option<BlockResult> local = blocks.getLocalValues(id(name));
    if (local.isDefined()) {
      try {
        return Optional.of(type.cast(local.get().data().next()));
      } finally {
        blocks.releaseLock(id(name), Option.<TaskContext>empty());
      }
    }
    ClassTag<Object> any = ClassTag$.MODULE$.apply(Object.class);
    Option<BlockResult> remote = blocks.getRemoteValues(id(name), any);
    return remote.isDefined()
        ? Optional.of(type.cast(remote.get().data().next()))
        : Optional.empty();
  }

  /** Removes what this JVM has put in certain rounds. */
  public void remove(IntPredicate rounds) {
    Map<String, Integer> mine = PUT.getOrDefault(owner, Map.of());
    for (Map.Entry<String, Integer> each : List.copyOf(mine.entrySet())) {
      // Of several cores, one removes it.
      if (rounds.test(each.getValue()) && mine.remove(each.getKey(), each.getValue())) {
        SparkEnv.get().blockManager().removeBlock(id(each.getKey()), true);
      }
    }
    PUT.keySet().removeIf(other -> other < owner);
  }

  private BroadcastBlockId id(String name) {
    return new BroadcastBlockId(owner, "_" + name);
  }
}
