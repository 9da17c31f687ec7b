package dev.perplex.store;

import dev.perplex.provenance.Json;
import java.nio.charset.StandardCharsets;

/** A manifest that travels to executors: it names every file of an artefact, thousands at times. */
final class CarriedManifest extends Carried<Manifest> {
  private static final long serialVersionUID = 1L;

  CarriedManifest(Manifest manifest) {
    super(manifest);
  }

  @Override
  byte[] bytes(Manifest of) {
    return Json.line(of).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  Manifest read(byte[] from) {
    return Json.read(new String(from, StandardCharsets.UTF_8), Manifest.class);
  }
}
