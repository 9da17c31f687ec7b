package dev.perplex.lm.rounds;

import dev.perplex.lm.fused.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How parameters are cut in parts of about equal size, each merged by one task. A part is a list of
 * blocks, whole rows of one tensor each, so that rows that nobody touched need not travel.
 */
public final class PartLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes of a part, about: a merging task holds some, and so does a message. */
  private static final long MOST_BYTES = 32L << 20;

  private static final long LEAST_BYTES = 1L << 20;

  /** Values to work on at once, if a row has no more. */
  private static final int TILE = 2048;

  /**
   * Rows of a tensor.
   *
   * @param tensor its number
   * @param from first row
   * @param until row after the last
   * @param columns of the tensor
   * @param offset of the block's first element in the part
   */
  public record Block(int tensor, int from, int until, int columns, int offset)
      implements Serializable {

    public int rows() {
      return until - from;
    }

    /** Place of the block's first element in its tensor. */
    int place() {
      return from * columns;
    }

    int length() {
      return rows() * columns;
    }

    /** Rows to work on at once: the first cache holds them, and as many that go with them. */
    int tile() {
      return Math.max(1, TILE / columns);
    }
  }

  private final List<List<Block>> parts;

  private PartLayout(List<List<Block>> parts) {
    this.parts = parts;
  }

  /** Parts for so many workers: about one each, neither large nor tiny. */
  public static int parts(long parameters, int workers) {
    long bytes = parameters * Float.BYTES;
    long least = (bytes + MOST_BYTES - 1) / MOST_BYTES;
    long most = Math.max(1, bytes / LEAST_BYTES);
    return Math.toIntExact(Math.max(least, Math.min(workers, most)));
  }

  public static PartLayout of(List<Tensor> tensors, int parts) {
    long total = tensors.stream().mapToLong(tensor -> tensor.values().length).sum();
    List<List<Block>> cut = new ArrayList<>();
    int tensor = 0;
    int row = 0;
    long done = 0;
    for (int part = 0; part < parts; part++) {
      long until = total * (part + 1) / parts;
      List<Block> blocks = new ArrayList<>();
      int offset = 0;
      while (tensor < tensors.size() && done < until) {
        Tensor each = tensors.get(tensor);
        long wanted = (until - done + each.columns() - 1) / each.columns();
        int end = (int) Math.min(each.rows(), row + wanted);
        Block block = new Block(tensor, row, end, each.columns(), offset);
        blocks.add(block);
        offset += block.length();
        done += block.length();
        row = end;
        if (row == each.rows()) {
          tensor++;
          row = 0;
        }
      }
      cut.add(List.copyOf(blocks));
    }
    return new PartLayout(List.copyOf(cut));
  }

  public int parts() {
    return parts.size();
  }

  public List<Block> blocks(int part) {
    return parts.get(part);
  }

  /** Elements of a part. */
  public int length(int part) {
    return parts.get(part).stream().mapToInt(Block::length).sum();
  }

  /** A part's elements out of the tensors. */
  public float[] gather(int part, List<Tensor> tensors) {
    float[] values = new float[length(part)];
    for (Block block : blocks(part)) {
      float[] from = tensors.get(block.tensor()).values();
      System.arraycopy(from, block.place(), values, block.offset(), block.length());
    }
    return values;
  }

  /** A part's elements into the tensors. */
  public void scatter(int part, float[] values, List<Tensor> tensors) {
    for (Block block : blocks(part)) {
      float[] to = tensors.get(block.tensor()).values();
      System.arraycopy(values, block.offset(), to, block.place(), block.length());
    }
  }
}
