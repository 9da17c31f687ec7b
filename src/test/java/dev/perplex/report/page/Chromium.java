package dev.perplex.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A headless Chromium, driven by the DevTools protocol over one web socket. */
final class Chromium implements AutoCloseable {
  private static final long PATIENCE = 60; // seconds until an answer that does not come is a fault
  private static final String ANNOUNCEMENT = "DevTools listening on ";

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();

  private Chromium(Process process, Path profile, String address) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Messages())
            .join();
  }

  /**
   * Starts the browser that the environment variable CHROMIUM names, or {@code chromium}.
   *
   * @throws AssertionError where there is none: the profile {@code browser} needs it
   */
  static Chromium start() throws IOException {
    String program = System.getenv().getOrDefault("CHROMIUM", "chromium");
    Path profile = Files.createTempDirectory("chromium");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  program,
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--hide-scrollbars",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          program + " cannot be started. Install Chromium, or name it in CHROMIUM.", e);
    }
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(ANNOUNCEMENT)) {
        drain(said);
        return new Chromium(process, profile, line.substring(ANNOUNCEMENT.length()).strip());
      }
      lines.add(line);
    }
    throw new AssertionError(program + " ended at once: " + String.join("\n", lines));
  }

  /** Reads on, so that the browser never waits for room to complain. */
  private static void drain(BufferedReader said) {
    Thread reader = new Thread(() -> said.lines().forEach(line -> {}), "chromium-stderr");
    reader.setDaemon(true);
    reader.start();
  }

  /** A page of its own: no cookies, no cache, no state of others. */
  Tab tab() {
    String context =
        call("", "Target.createBrowserContext", Map.of()).path("browserContextId").asText();
    String target =
        call("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .path("targetId")
            .asText();
    String session =
        call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    return new Tab(this, session);
  }

  void listen(Consumer<JsonNode> listener) {
    listeners.add(listener);
  }

  /**
   * @param session of a tab; empty for the browser itself
   */
  JsonNode call(String session, String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message =
        new java.util.TreeMap<>(Map.of("id", id, "method", method, "params", parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(Json.line(message), true).join();
    JsonNode reply = answer.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.path("error"));
    }
    return reply.path("result");
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      org.apache.commons.io.FileUtils.deleteQuietly(profile.toFile());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts messages together from their pieces, and hands them out. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder pieces = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      pieces.append(piece);
      if (last) {
        JsonNode message = Json.tree(pieces.toString());
        pieces.setLength(0);
        CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt(-1));
        if (answer != null) {
          answer.complete(message);
        } else {
          listeners.forEach(each -> each.accept(message));
        }
      }
      from.request(1);
      return null;
    }
  }

  /** A page in the browser, with all it asked for and complained of. */
  static final class Tab {
    private final Chromium browser;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
    private boolean scripted = true;

    private Tab(Chromium browser, String session) {
      this.browser = browser;
      this.session = session;
      browser.listen(this::heard);
      for (String part : List.of("Page", "Runtime", "Log", "Network")) {
        call(part + ".enable", Map.of());
      }
    }

    private void heard(JsonNode message) {
      if (!session.equals(message.path("sessionId").asText())) {
        return;
      }
      JsonNode about = message.path("params");
      switch (message.path("method").asText()) {
        case "Page.loadEventFired" -> loaded.complete(null);
        case "Network.requestWillBeSent" ->
            requests.add(about.path("request").path("url").asText());
        case "Runtime.exceptionThrown" -> complaints.add(about.path("exceptionDetails").toString());
        case "Log.entryAdded" -> complaints.add(about.path("entry").toString());
        case "Runtime.consoleAPICalled" -> complaints.add(about.toString());
        default -> {}
      }
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
      return browser.call(session, method, parameters);
    }

    Tab scheme(String lightOrDark) {
      return media("screen", lightOrDark);
    }

    Tab media(String media, String lightOrDark) {
      call(
          "Emulation.setEmulatedMedia",
          Map.of(
              "media",
              media,
              "features",
              List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
      return this;
    }

    Tab size(int width, int height) {
      call(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
      return this;
    }

    Tab withoutScripts() {
      call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
      scripted = false;
      return this;
    }

    /** Opens a file, and waits until all of it is there. */
    Tab open(Path file) {
      loaded = new CompletableFuture<>();
      call("Page.navigate", Map.of("url", file.toUri().toString()));
      loaded.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
      if (scripted) {
        // Two frames, so that what follows the load (sizes, drawings) has been done.
        evaluate(
            "new Promise(done => requestAnimationFrame(() =>"
                + " requestAnimationFrame(() => done(1))))");
      }
      return this;
    }

    /** What an expression gives, waited for where it is a promise. */
    JsonNode evaluate(String expression) {
      JsonNode reply =
          call(
              "Runtime.evaluate",
              Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
      if (reply.has("exceptionDetails")) {
        throw new AssertionError(expression + ": " + reply.path("exceptionDetails"));
      }
      return reply.path("result").path("value");
    }

    /** Presses and lets go a key that has a name, such as ArrowRight. */
    Tab press(String key) {
      call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "code", key));
      call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
      return this;
    }

    /** Draws with the pointer from one place of the window to another. */
    Tab drag(double fromX, double fromY, double toX, double toY) {
      pointer("mouseMoved", fromX, fromY);
      pointer("mousePressed", fromX, fromY);
      pointer("mouseMoved", toX, toY);
      pointer("mouseReleased", toX, toY);
      return this;
    }

    private void pointer(String type, double x, double y) {
      call(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }

    /** Everything that the page asked for, its own file first. */
    List<String> requests() {
      return requests;
    }

    /** Errors, warnings and whatever else it wrote to the console. */
    List<String> complaints() {
      return complaints;
    }

    /** What the window shows, as PNG. */
    void screenshot(Path file) {
      write(file, Map.of("format", "png"));
    }

    /** The whole page, from top to bottom. */
    void longScreenshot(Path file) {
      JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
      Map<String, Object> clip =
          Map.of(
              "x", 0,
              "y", 0,
              "width", size.path("width").asDouble(),
              "height", size.path("height").asDouble(),
              "scale", 1);
      write(file, Map.of("format", "png", "captureBeyondViewport", true, "clip", clip));
    }

    private void write(Path file, Map<String, ?> parameters) {
      String png = call("Page.captureScreenshot", parameters).path("data").asText();
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, java.util.Base64.getDecoder().decode(png));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
