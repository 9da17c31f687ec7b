package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.word2vec.VectorsReader;
import dev.perplex.word2vec.spark.WordVector;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The rows of an artefact's vectors, streamed from its file in the order of ids. */
final class FileRows implements Iterator<WordVector>, AutoCloseable {
  private final VectorsReader file;
  private final String name;
  private boolean more;

  private FileRows(VectorsReader file, String name) {
    this.file = file;
    this.name = name;
    step();
  }

  static FileRows of(Artefact artefact) {
    PartFile part = artefact.file(VectorOutputs.BINARY);
    String name = artefact.location(part).toString();
    InputStream in = artefact.openFile(part, 0);
    try {
      return new FileRows(VectorsReader.binary(in, name), name);
    } catch (IOException e) {
      throw closing(in, unreadable(name, e));
    } catch (RuntimeException e) {
      throw closing(in, e);
    }
  }

  /** What a refused file leaves open is closed. */
  private static RuntimeException closing(InputStream in, RuntimeException refusal) {
    try {
      in.close();
    } catch (IOException e) {
      refusal.addSuppressed(e);
    }
    return refusal;
  }

  int words() {
    return file.words();
  }

  int dimension() {
    return file.dimension();
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public WordVector next() {
    if (!more) {
      throw new NoSuchElementException();
    }
    float[] row = new float[file.dimension()];
    file.copy(row, 0);
    WordVector next = new WordVector(file.word(), row);
    step();
    return next;
  }

  private void step() {
    try {
      more = file.next();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static PerplexException unreadable(String name, IOException e) {
    return PerplexException.failed(e, "%s cannot be read: %s.", name, e.getMessage());
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }
}
