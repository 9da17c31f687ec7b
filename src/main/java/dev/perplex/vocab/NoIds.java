package dev.perplex.vocab;

/** {@link IdStream#empty()}. */
record NoIds() implements IdStream {
  @Override
  public long size() {
    return 0;
  }

  @Override
  public int[] read(long from, int length) {
    if (from != 0 || length != 0) {
      throw new IndexOutOfBoundsException("ids " + from + " to " + (from + length) + " of 0");
    }
    return new int[0];
  }
}
