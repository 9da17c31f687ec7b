package dev.perplex.cluster;

import java.io.Serializable;

/**
 * What one worker changed in one part of the parameters. The arrays are shared, not copied, and
 * nobody changes them.
 */
public final class PartChange implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int part;
  private final int worker;
  private final byte[] facts;
  private final byte[] change;

  /**
   * @param part from 0
   * @param worker from 0; the order of merging
   * @param facts small: counts and sums of the worker
   * @param change of the parameters
   */
  public PartChange(int part, int worker, byte[] facts, byte[] change) {
    this.part = part;
    this.worker = worker;
    this.facts = facts;
    this.change = change;
  }

  public int part() {
    return part;
  }

  public int worker() {
    return worker;
  }

  public byte[] facts() {
    return facts;
  }

  public byte[] change() {
    return change;
  }
}
