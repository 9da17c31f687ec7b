package dev.perplex.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One listing of a lease's folder. Names say everything; files of other names are nothing. */
final class LeaseView {
  static final String FOLDER = "lease";

  static final String EPOCH = "%08d";
  static final String CLAIM = ".claim";
  static final String BEAT = ".beat";
  static final String RELEASED = ".released";
  static final long UNCONFIRMED = -1;

  private static final Pattern OF_CLAIMANT =
      Pattern.compile("([0-9]{8,15})-([0-9a-z]{1,32})-([0-9]{1,15})(\\.claim|\\.beat)");
  private static final Pattern OF_NOBODY = Pattern.compile("([0-9]{8,15})\\.released");

  private final TreeSet<Claim> claims = new TreeSet<>();
  private final Map<String, Long> beats = new HashMap<>(); // by what precedes their number
  private final Map<String, Long> epochs = new HashMap<>(); // by name, of all files of the lease
  private long released;

  /**
   * Whether a claim on what a folder holds is alive: it was not given back, and its claimant has
   * written since a moment. One that was killed stays silent.
   */
  static boolean isAlive(Location folder, Instant since) {
    Location lease = folder.child(FOLDER);
    return new LeaseView(lease.names()).isClaimed() && !lease.newest().isBefore(since);
  }

  LeaseView(Collection<String> names) {
    for (String name : names) {
      Matcher one = OF_CLAIMANT.matcher(name);
      Matcher last = OF_NOBODY.matcher(name);
      if (one.matches()) {
        long epoch = Long.parseLong(one.group(1));
        long number = Long.parseLong(one.group(3));
        epochs.put(name, epoch);
        if (one.group(4).equals(CLAIM)) {
          claims.add(new Claim(epoch, one.group(2), Math.min(number, Claim.MOST_MILLIS)));
        } else {
          beats.merge(key(epoch, one.group(2)), number, Math::max);
        }
      } else if (last.matches()) {
        long epoch = Long.parseLong(last.group(1));
        epochs.put(name, epoch);
        released = Math.max(released, epoch);
      }
    }
  }

  private static String key(long epoch, String claimant) {
    return epoch + "-" + claimant;
  }

  /** Those of others. */
  List<Claim> others(Claim mine) {
    return claims.stream().filter(each -> !each.equals(mine)).toList();
  }

  boolean has(Claim claim) {
    return claims.contains(claim);
  }

  /** The last beat of a claim; {@link #UNCONFIRMED} before the first. */
  long beat(Claim claim) {
    return beats.getOrDefault(key(claim.epoch(), claim.claimant()), UNCONFIRMED);
  }

  boolean isConfirmed(Claim claim) {
    return beat(claim) != UNCONFIRMED;
  }

  /** The highest epoch that was given back; 0 for none. */
  long released() {
    return released;
  }

  /** The highest epoch of any file; 0 where there is none. */
  long highest() {
    return epochs.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The highest epoch that has or had an owner; 0 for none. */
  long owned() {
    return claims.stream()
        .filter(this::isConfirmed)
        .mapToLong(Claim::epoch)
        .reduce(released, Math::max);
  }

  /** Whether a claim's owner has been taken over, or has given it back. */
  boolean isFenced(Claim claim) {
    return !has(claim) || owned() > claim.epoch() || released >= claim.epoch();
  }

  /** The claim of the last owner before which this one has to give way; null where it is gone. */
  Claim owner() {
    return claims.descendingSet().stream().filter(this::isConfirmed).findFirst().orElse(null);
  }

  /** Whether somebody owns it or wants to, or did when it was killed. */
  boolean isClaimed() {
    return claims.stream().anyMatch(each -> each.epoch() > released);
  }

  /** What owners and claimants before an owner left. */
  List<String> remains(Claim owner) {
    List<String> names = new ArrayList<>();
    epochs.forEach(
        (name, epoch) -> {
          if (epoch < owner.epoch()) {
            names.add(name);
          }
        });
    names.sort(null);
    return names;
  }
}
