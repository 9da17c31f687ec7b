package dev.perplex.word2vec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that {@code fixtures.py} beside them made with gensim. */
public final class GensimFixtures {
  private GensimFixtures() {}

  public static InputStream open(String name) {
    InputStream in = GensimFixtures.class.getResourceAsStream(name);
    if (in == null) {
      throw new AssertionError("the fixture " + name + " is missing");
    }
    return in;
  }

  public static WordVectors vectors(String name) {
    try (VectorsReader rows = VectorsReader.open(open(name), name)) {
      return rows.vectors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode expected() {
    try (InputStream in = open("expected.json")) {
      return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
