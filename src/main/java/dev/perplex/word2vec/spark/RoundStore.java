package dev.perplex.word2vec.spark;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.CheckedText;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.word2vec.RowChanges;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The rounds of a training on storage. Executors write the parts of a round, each to a file that
 * nobody else writes; the driver then writes the state that names them, and with that the round is
 * done. So a lost executor costs its tasks, and a killed driver the round that it was in.
 */
final class RoundStore implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String STATE = "state-";
  private static final String JSON = ".json";
  private static final Pattern NUMBERED =
      Pattern.compile("(?:state|round)-([0-9]{1,9})(?:\\.json)?");

  private static final Comparator<String> ORDER = Comparator.comparing(RoundStore::number);

  /** States that are kept, so that a damaged one can be left for the one before it. */
  private static final int KEPT = 2;

  private final OwnedFolder owned;
  private final Location folder;

  RoundStore(OwnedFolder folder) {
    this.owned = folder;
    this.folder = folder.location();
  }

  /** Writes one part of a round, from an executor. */
  StoredPart write(int round, int part, boolean whole, RowChanges rows) {
    byte[] bytes = rows.toBytes();
    String unique = UUID.randomUUID().toString().substring(0, 8);
    String path = owned.path(String.format("round-%06d/part-%05d-%s", round, part, unique));
    folder.child(path).writeBytes(bytes);
    return new StoredPart(path, round, whole, bytes.length, crc(bytes));
  }

  /** Whether the part's content is what was written. */
  boolean isSound(StoredPart part) {
    try {
      return read(part).size() >= 0;
    } catch (PerplexException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads a part.
   *
   * @throws PerplexException where it is not what was written
   */
  RowChanges read(StoredPart part) {
    Location file = folder.child(part.path());
    byte[] bytes;
    try (InputStream in = file.open()) {
      bytes = in.readNBytes(Math.toIntExact(part.bytes()));
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
    if (bytes.length != part.bytes() || crc(bytes) != part.crc32c()) {
      throw PerplexException.dataRefused(
          "%s is not what its round wrote (cut short or changed). Start the stage anew with"
              + " --force.",
          file);
    }
    return RowChanges.fromBytes(bytes);
  }

  /** A stream of a part's values, from the row at {@code index} on. */
  InputStream openValues(StoredPart part, int rows, int index, int dimension) {
    return folder
        .child(part.path())
        .open(RowChanges.valuesAt(rows) + (long) index * dimension * Float.BYTES);
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  /**
   * Clears away all that was written after a state: damaged states and what they name. Else the
   * rounds that are done again would count as older than those. States of owners before this one
   * count as older anyway.
   *
   * @param rounds done in the state that training goes on from; -1 where there is none
   */
  void clearAfter(int rounds) {
    for (String name : owned.ownNames()) {
      if (number(name) > rounds) {
        owned.check();
        folder.child(owned.path(name)).delete();
      }
    }
  }

  /** Makes a state the first of this owner: what others still write does not count any more. */
  void adopt(RoundState state) {
    if (owned.isShared()) {
      write(state);
    }
  }

  private void write(RoundState state) {
    owned.check();
    String name = STATE + String.format("%06d", state.rounds()) + JSON;
    CheckedText.write(folder.child(owned.path(name)), Json.line(state));
  }

  /** Makes the round done, and clears away what no kept state names. */
  void commit(RoundState state) {
    write(state);
    owned.keepNewest(
        KEPT,
        owned.newestFirst(RoundStore::isState, ORDER),
        each -> parsed(each).map(RoundStore::paths));
  }

  private static Set<String> paths(RoundState state) {
    Set<String> paths = new HashSet<>();
    state.chains().forEach(chain -> chain.forEach(part -> paths.add(part.path())));
    return paths;
  }

  /**
   * The last state whose files are all there in full length, and sound.
   *
   * @param sound looks into the files; asked only for states whose files have their lengths
   * @param warnings told of states that are left
   */
  Optional<RoundState> latest(Predicate<RoundState> sound, Consumer<String> warnings) {
    for (String name : owned.usable(RoundStore::isState, ORDER)) {
      Optional<RoundState> state = parsed(name);
      if (state.isPresent() && isWhole(state.get()) && sound.test(state.get())) {
        return state;
      }
      warnings.accept("the checkpoint " + folder.child(name) + " is damaged and left");
    }
    return Optional.empty();
  }

  private boolean isWhole(RoundState state) {
    for (List<StoredPart> chain : state.chains()) {
      for (StoredPart part : chain) {
        Location file = folder.child(part.path());
        if (!file.exists() || file.length() != part.bytes()) {
          return false;
        }
      }
    }
    return true;
  }

  private Optional<RoundState> parsed(String name) {
    try {
      return Optional.of(Json.read(CheckedText.read(folder.child(name)), RoundState.class));
    } catch (PerplexException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isState(String name) {
    return name.startsWith(STATE) && number(name) >= 0;
  }

  /** The round that a state or a folder of parts is named by; -1 for anything else. */
  private static int number(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }
}
