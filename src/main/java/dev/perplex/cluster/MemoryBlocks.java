package dev.perplex.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.shuffle.BlockFetchingListener;
import org.apache.spark.storage.BlockData;
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
  private static final int SLICE = 1 << 17; // bytes

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
            new ChunkedByteBuffer(slices(bytes)),
            StorageLevel.MEMORY_AND_DISK_SER(),
            false,
            any));
  }

  /**
   * Of a buffer in the heap, each write to a socket copies all that is left, however little the
   * socket takes: so it gets slices.
   */
  private static ByteBuffer[] slices(byte[] bytes) {
    ByteBuffer whole = ByteBuffer.wrap(bytes);
    ByteBuffer[] slices = new ByteBuffer[Math.max(1, (bytes.length + SLICE - 1) / SLICE)];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = whole.slice(i * SLICE, Math.min(SLICE, bytes.length - i * SLICE));
    }
    return slices;
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
   * Asks for blocks, all at once; they come one after another, while those that came first are
   * read. Each is to be closed.
   *
   * @param from where they were left; null for here
   */
  public List<AskedBlock> ask(List<String> names, Place from) {
    List<AskedBlock> asked = new ArrayList<>();
    Map<String, AskedBlock> coming = new LinkedHashMap<>();
    for (String name : names) {
      AskedBlock block = new AskedBlock(name);
      Optional<BlockData> here = local(name);
      if (here.isPresent()) {
        block.here(here.get());
      } else if (from == null || from.equals(here())) {
        block.gone("it is not where it was left");
      } else {
        coming.put(id(name).name(), block);
      }
      asked.add(block);
    }
    if (!coming.isEmpty()) {
      fetch(coming, from);
    }
    return asked;
  }

  private static void fetch(Map<String, AskedBlock> coming, Place from) {
    BlockFetchingListener listener =
        new BlockFetchingListener() {
          @Override
          public void onBlockFetchSuccess(String id, ManagedBuffer data) {
            coming.get(id).arrived(data);
          }

          @Override
          public void onBlockFetchFailure(String id, Throwable failure) {
            coming.get(id).gone("executor " + from.executor() + ": " + failure);
          }
        };
    String[] ids = coming.keySet().toArray(String[]::new);
    SparkEnv.get()
        .blockManager()
        .blockTransferService()
        .fetchBlocks(from.host(), from.port(), from.executor(), ids, listener, null);
  }

  private Optional<BlockData> local(String name) {
    BlockManager blocks = SparkEnv.get().blockManager();
    Option<BlockData> local = blocks.getLocalBytes(id(name));
    if (local.isEmpty()) {
      return Optional.empty();
    }
    blocks.releaseLock(id(name), Option.<TaskContext>empty());
    return Optional.of(local.get());
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

  /**
   * The value that was put; empty where it is gone.
   *
   * @param from where it was left; null for here
   */
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
