import dev.perplex.text.TextProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Our side of {@code src/bench/data-drift}: how far texts are from a champion's by what the data
 * gate measures. Arguments: the champion's text, then others.
 */
final class DataDrift {
  private static final int SAMPLE = 2_000_000; // characters, promote.data.sample
  private static final int TOKENS = 100_000; // of which distinct words are counted
  private static final int LOG_LINES = 40_000; // more than SAMPLE characters
  private static final int[] SHARES = {1, 2, 5, 10, 20, 50, 100};

  private DataDrift() {}

  /** A sample of a text, and what is measured on it. */
  private record Sample(TextProfile profile, int types) {
    static Sample of(List<String> lines) {
      TextProfile.Counts counts = new TextProfile.Counts();
      Set<String> types = new HashSet<>();
      int tokens = 0;
      for (String line : lines) {
        if (counts.characters() < SAMPLE) {
          counts.add(line);
        }
        for (String word : line.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
          if (!word.isEmpty() && tokens < TOKENS) {
            tokens++;
            types.add(word);
          }
        }
      }
      return new Sample(counts.profile(), tokens < TOKENS ? 0 : types.size());
    }

    String from(Sample champion) {
      return String.format(
          Locale.ROOT,
          "%10.4f %10.4f %10s",
          profile.kindDistance(champion.profile),
          profile.trigramDivergence(champion.profile),
          types == 0 || champion.types == 0
              ? "-"
              : String.format(Locale.ROOT, "%.3f", (double) types / champion.types));
    }
  }

  public static void main(String[] args) throws IOException {
    List<String> champion = lines(args[0]);
    int half = champion.size() / 2;
    List<String> known = champion.subList(0, half);
    List<String> next = champion.subList(half, champion.size());
    Sample before = Sample.of(known);
    System.out.printf("%-44s %10s %10s %10s%n", "", "characters", "language", "types");
    System.out.printf("%-44s %s%n", "second half of " + name(args[0]), Sample.of(next).from(before));
    Map<String, List<String>> others = new LinkedHashMap<>();
    for (String each : List.of(args).subList(1, args.length)) {
      others.put(name(each), lines(each));
    }
    others.put("its lines in HTML tags", numbered(next, DataDrift::tagged));
    others.put("lines of a log file", numbered(next, DataDrift::logged));
    others.put("one line again and again", numbered(next, (line, number) -> next.get(0)));
    others.forEach(
        (name, text) -> {
          for (int share : SHARES) {
            System.out.printf(
                "%-44s %s%n",
                share + " % of " + name, Sample.of(mixed(next, text, share)).from(before));
          }
        });
  }

  private static List<String> numbered(
      List<String> lines, BiFunction<String, Integer, String> change) {
    return IntStream.range(0, Math.max(lines.size(), LOG_LINES))
        .mapToObj(number -> change.apply(lines.get(number % lines.size()), number))
        .toList();
  }

  private static String tagged(String line, int number) {
    return "<div class=\"p\"><a href=\"/w/" + number + "\">" + line.strip() + "</a></div>";
  }

  private static String logged(String line, int number) {
    return String.format(
        "2026-11-25T04:%02d:%02d INFO worker-%d: request %d took %d ms",
        number % 60, number % 59, number % 7, number, number % 997);
  }

  private static String name(String path) {
    return Path.of(path).getFileName().toString();
  }

  private static List<String> lines(String path) throws IOException {
    return Files.readAllLines(Path.of(path)).stream().filter(line -> !line.isBlank()).toList();
  }

  /** A text of which a share, in characters, is another's, spread evenly. */
  private static List<String> mixed(List<String> text, List<String> other, int share) {
    List<String> mixed = new ArrayList<>();
    long all = 0;
    long foreign = 0;
    int mine = 0;
    int theirs = 0;
    while (all < SAMPLE && (share == 100 || mine < text.size()) && theirs < other.size()) {
      boolean takes = share == 100 || 100 * foreign < (double) share * all;
      String line = takes ? other.get(theirs++) : text.get(mine++);
      mixed.add(line);
      all += line.length();
      foreign += takes ? line.length() : 0;
    }
    return mixed;
  }
}
