package dev.perplex.store;

import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A manifest that travels to executors: it names every file of an artefact, thousands at times. */
final class CarriedManifest extends Carried<Manifest> {
  private static final long serialVersionUID = 1L;

  CarriedManifest(Manifest manifest) {
    super(manifest);
  }

  @Override
  void write(Manifest what, OutputStream out) throws IOException {
    out.write(Json.line(what).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  Manifest read(InputStream in) throws IOException {
    return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Manifest.class);
  }
}
