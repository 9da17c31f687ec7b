package dev.perplex.cli;

import dev.perplex.config.Packing;
import dev.perplex.config.Settings;
import dev.perplex.config.Variables;
import dev.perplex.provenance.PerplexException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Where settings come from: the options that every command with settings shares. */
final class SettingsOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Take conf/profiles/NAME.conf over conf/perplex.conf; may be given again.")
  List<String> profiles = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take this file over conf/perplex.conf and profiles; may be given again.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set one key, over all files; may be given again. 'perplex config' lists all.")
  List<String> assignments = new ArrayList<>();

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "Logical date of a scheduled run, such as 2026-11-21 (run.date).")
  String date;

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description =
          "What ${NAME} stands for in configuration files and corpus manifests, over environment"
              + " variables; may be given again. --date gives PERPLEX_DATE, too.")
  List<String> variables = new ArrayList<>();

  @Option(
      names = "--packed",
      hidden = true,
      paramLabel = "WORD",
      description = "Take these settings, which jobs/submit packed, in place of all others.")
  String packed;

  Settings load() {
    return packed == null ? load(List.of()) : Packing.unpack(packed);
  }

  /**
   * @param more assignments over all others
   */
  Settings load(List<String> more) {
    List<Path> all = new ArrayList<>();
    String home = System.getenv("PERPLEX_HOME");
    if (home != null) {
      Path conf = Path.of(home, "conf", "perplex.conf");
      if (Files.exists(conf)) {
        all.add(conf);
      }
    }
    for (String profile : profiles) {
      all.add(profile(home, profile));
    }
    all.addAll(files);
    List<String> strongest = new ArrayList<>(assignments);
    Variables given = Variables.of(variables);
    if (date != null) {
      strongest.add("run.date=\"" + date + "\"");
      given = given.or("PERPLEX_DATE", date);
    }
    strongest.addAll(more);
    return Settings.load(all, strongest, given);
  }

  private static Path profile(String home, String name) {
    Path folder = Path.of(home == null ? "" : home, "conf", "profiles");
    Path file = folder.resolve(name + ".conf");
    if (!Files.exists(file)) {
      String[] names = folder.toFile().list();
      String known =
          names == null
              ? "there is no folder " + folder + "; set PERPLEX_HOME to the repository"
              : "there are " + String.join(", ", sorted(names));
      throw PerplexException.usage("--profile %s is no file of conf/profiles: %s.", name, known);
    }
    return file;
  }

  private static List<String> sorted(String[] files) {
    return Arrays.stream(files)
        .map(name -> new File(name).getName().replaceFirst("\\.conf$", ""))
        .sorted()
        .toList();
  }
}
