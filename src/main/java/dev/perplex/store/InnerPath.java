package dev.perplex.store;

/** Paths that files name: what they lead to is read, and where they are old, deleted. */
public final class InnerPath {
  private InnerPath() {}

  /** Whether a path stays below the folder that it is meant to lie in. */
  public static boolean isInner(String path) {
    return path != null
        && !path.isEmpty()
        && !path.startsWith("/")
        && !path.contains("..")
        && !path.contains(":")
        && !path.contains("\\")
        && path.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Checks a path and a length that a checkpoint states.
   *
   * @throws IllegalArgumentException where no file of ours can be such
   */
  public static void check(String path, long bytes) {
    if (!isInner(path)) {
      throw new IllegalArgumentException("a file lies outside of the folder: " + path);
    }
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(path + " cannot have " + bytes + " bytes");
    }
  }
}
