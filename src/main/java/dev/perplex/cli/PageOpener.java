package dev.perplex.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Shows a page in the reader's browser, where there is a desktop. */
final class PageOpener {
  private final Map<String, String> environment;

  /**
   * @param environment variables that say whether there is a desktop, and where its opener lies
   */
  PageOpener(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Opens the page, or says how to; returns what is to be printed. */
  String open(String page) {
    if (page.contains("://")) {
      return "The page is not on this machine. Copy it here to open it: hadoop fs -get " + page;
    }
    Path file = Path.of(page).toAbsolutePath();
    try {
      if (hasDisplay()) {
        Optional<File> opener = opener();
        if (opener.isPresent()) {
          new ProcessBuilder(opener.get().getPath(), file.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
          return "opened    " + file;
        }
      }
    } catch (IOException | SecurityException e) {
      return "The desktop did not open the page ("
          + e.getMessage()
          + "). Open it in a browser: "
          + file;
    }
    return "There is no desktop here that opens pages. Open this one in a browser: " + file;
  }

  /** Linux says so by a variable; other systems have a desktop as a rule. */
  private boolean hasDisplay() {
    return !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty()
        || !System.getProperty("os.name").startsWith("Linux");
  }

  /** {@code xdg-open} of Linux or {@code open} of macOS, on the path. */
  private Optional<File> opener() {
    String name = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      File file = new File(folder, name);
      if (!folder.isEmpty() && file.canExecute()) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
