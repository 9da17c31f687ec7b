package dev.perplex.store;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder in which one owner after another leaves what lets the next go on. Each writes below a
 * folder named by its epoch, {@code epoch-00000002/}, so that one that has lost its lease and does
 * not know it yet writes over nothing of its successor's, and nobody takes what it still writes for
 * the successor's. Without a lease the files lie in the folder itself.
 */
public final class OwnedFolder implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern OF_EPOCH = Pattern.compile("epoch-([0-9]{8,15})");

  private final Location folder;
  private final Earlier earlier;
  private final long epoch;
  private final transient Fence fence; // null on executors, where nothing is published

  /** What becomes of what owners before left. */
  public enum Earlier {
    GO_ON,
    LEAVE
  }

  public OwnedFolder(Location folder, Fence fence, Earlier earlier) {
    this.folder = folder;
    this.fence = fence;
    this.epoch = fence.epoch();
    this.earlier = earlier;
  }

  /** A folder that nobody else uses. */
  public static OwnedFolder alone(Location folder) {
    return new OwnedFolder(folder, Fence.NONE, Earlier.GO_ON);
  }

  public OwnedFolder child(String name) {
    return new OwnedFolder(folder.child(name), fence, earlier);
  }

  /** Where paths begin. */
  public Location location() {
    return folder;
  }

  /** A path of this owner's. */
  public String path(String name) {
    return epoch == 0 ? name : prefix(epoch) + "/" + name;
  }

  private static String prefix(long epoch) {
    return String.format("epoch-%08d", epoch);
  }

  /** Whether earlier owners may have left something here, or may still write. */
  public boolean isShared() {
    return epoch > 0;
  }

  /** See {@link Fence#check}. */
  public void check() {
    fence.check();
  }

  /** The names in this owner's own part. */
  public List<String> ownNames() {
    return (epoch == 0 ? folder : folder.child(prefix(epoch)))
        .names().stream().filter(name -> !OF_EPOCH.matcher(name).matches()).toList();
  }

  /** As {@link #newestFirst}; nothing, where this owner is to start over. */
  public List<String> usable(Predicate<String> states, Comparator<String> order) {
    return earlier == Earlier.GO_ON ? newestFirst(states, order) : List.of();
  }

  /**
   * Paths of files of all owners, those of the last one first.
   *
   * @param states which files, by their names
   * @param order of the names of one owner's, the oldest first
   */
  public List<String> newestFirst(Predicate<String> states, Comparator<String> order) {
    List<Long> epochs = new ArrayList<>(List.of(0L));
    List<String> own = folder.names();
    own.forEach(name -> epochs.add(epoch(name)));
    List<String> paths = new ArrayList<>();
    epochs.stream()
        .distinct()
        .sorted(Comparator.reverseOrder())
        .forEach(
            each -> {
              List<String> names = each == 0 ? own : folder.child(prefix(each)).names();
              names.stream()
                  .filter(states)
                  .sorted(order.reversed())
                  .forEach(name -> paths.add(each == 0 ? name : prefix(each) + "/" + name));
            });
    return paths;
  }

  /** 0 for what is no folder of an owner. */
  private static long epoch(String name) {
    Matcher matcher = OF_EPOCH.matcher(name);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /**
   * Deletes states but the newest, and the files that they alone name. All is looked up before
   * anything is deleted, so that an owner that is stopped on the way and wakes as a former one
   * deletes nothing that its successor goes on from. Where a state that stays cannot be read, what
   * it needs is not known, and nothing is deleted.
   *
   * @param most states that stay
   * @param newestFirst their paths
   * @param named the paths that a state names; empty where it cannot be read
   */
  public void keepNewest(
      int most, List<String> newestFirst, Function<String, Optional<Set<String>>> named) {
    if (newestFirst.size() <= most) {
      return;
    }
    Set<String> needed = new HashSet<>();
    for (String state : newestFirst.subList(0, most)) {
      Optional<Set<String>> paths = named.apply(state);
      if (paths.isEmpty()) {
        return;
      }
      needed.addAll(paths.get());
    }
    List<String> old = newestFirst.subList(most, newestFirst.size());
    Set<String> doomed = new LinkedHashSet<>(old); // states before what they name
    old.forEach(state -> named.apply(state).ifPresent(doomed::addAll));
    doomed.removeAll(needed);
    check();
    doomed.forEach(path -> folder.child(path).delete());
  }

  /** Deletes all of it but what later owners have, if there are any. */
  public void delete() {
    check();
    List<String> names = folder.names();
    if (names.stream().noneMatch(name -> epoch(name) > epoch)) {
      folder.delete();
      return;
    }
    names.stream()
        .filter(name -> epoch(name) <= epoch)
        .forEach(name -> folder.child(name).delete());
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
