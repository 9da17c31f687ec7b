package dev.perplex.eval;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The losses of each document by each model, as a file keeps them: a line a document, columns
 * between tabs, the first line names them, packed by gzip. Numbers are written so that they are
 * read back to the last bit.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record DocumentLosses(
    List<String> models, long[] tokens, long[] characters, long[] bytes, double[][] nats) {
  private static final List<String> COUNTS = List.of("document", "tokens", "characters", "bytes");

  public static DocumentLosses of(List<String> models, TestFigures figures) {
    int documents = figures.documents();
    long[] tokens = new long[documents];
    long[] characters = new long[documents];
    long[] bytes = new long[documents];
    double[][] nats = new double[models.size()][documents];
    for (int document = 0; document < documents; document++) {
      Tally tally = figures.tally(0, document);
      tokens[document] = tally.tokens();
      characters[document] = tally.characters();
      bytes[document] = tally.bytes();
      for (int model = 0; model < nats.length; model++) {
        nats[model][document] = figures.tally(model, document).nats();
      }
    }
    return new DocumentLosses(List.copyOf(models), tokens, characters, bytes, nats);
  }

  public int documents() {
    return tokens.length;
  }

  /** A model's losses by document, nats. */
  public double[] of(String model) {
    return nats[models.indexOf(model)];
  }

  /** The file. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytesOut)) {
      List<String> names = new ArrayList<>(COUNTS);
      names.addAll(models);
      out.write((String.join("\t", names) + "\n").getBytes(StandardCharsets.UTF_8));
      for (int document = 0; document < tokens.length; document++) {
        StringBuilder line = new StringBuilder();
        line.append(document)
            .append('\t')
            .append(tokens[document])
            .append('\t')
            .append(characters[document])
            .append('\t')
            .append(bytes[document]);
        for (double[] model : nats) {
          line.append('\t').append(model[document]);
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytesOut.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException with the number of the line that is wrong; the caller knows
   *     the file's name
   */
  public static DocumentLosses parse(byte[] file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(file)), StandardCharsets.UTF_8))) {
      in.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("line " + (lines.size() + 1) + ": " + e.getMessage(), e);
    }
    List<String> names = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split("\t", -1));
    if (names.size() <= COUNTS.size() || !names.subList(0, COUNTS.size()).equals(COUNTS)) {
      throw new IllegalArgumentException("line 1: does not name the columns " + COUNTS);
    }
    List<String> models = List.copyOf(names.subList(COUNTS.size(), names.size()));
    int documents = lines.size() - 1;
    DocumentLosses losses =
        new DocumentLosses(
            models,
            new long[documents],
            new long[documents],
            new long[documents],
            new double[models.size()][documents]);
    for (int document = 0; document < documents; document++) {
      losses.read(document, lines.get(document + 1));
    }
    return losses;
  }

  private void read(int document, String line) {
    String[] cells = line.split("\t", -1);
    try {
      if (cells.length != COUNTS.size() + models.size() || Integer.parseInt(cells[0]) != document) {
        throw new IllegalArgumentException("is not of document " + document);
      }
      tokens[document] = Long.parseLong(cells[1]);
      characters[document] = Long.parseLong(cells[2]);
      bytes[document] = Long.parseLong(cells[3]);
      for (int model = 0; model < nats.length; model++) {
        nats[model][document] = Double.parseDouble(cells[COUNTS.size() + model]);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + (document + 2) + ": " + e.getMessage(), e);
    }
  }
}
