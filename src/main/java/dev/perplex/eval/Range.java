package dev.perplex.eval;

/** From {@code low} to {@code high}, both included. */
public record Range(double low, double high) {

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
