package dev.perplex.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.net.URL;
import java.util.Locale;

/**
 * HOCON's includes of files, and none by address: a manifest that somebody sends along must not
 * make the driver ask a server.
 */
final class LocalIncludes implements ConfigIncluder, ConfigIncluderURL {
  private final ConfigIncluder files;

  private LocalIncludes(ConfigIncluder files) {
    this.files = files;
  }

  /** To be given what the parser itself does. */
  static ConfigIncluder of() {
    return new LocalIncludes(null);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new LocalIncludes(fallback);
  }

  /** The form without {@code url()}, which HOCON takes for an address where it looks like one. */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (what.matches("(?i)[a-z][a-z0-9+.-]+:.*")) {
      throw refused(what);
    }
    return files.include(context, what);
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refused(what.toString());
  }

  private static ConfigException refused(String what) {
    return new ConfigException.Generic(
        String.format(
            Locale.ROOT,
            "it includes %s, and nothing is read by address. Put the file beside it, and include"
                + " that",
            what));
  }
}
