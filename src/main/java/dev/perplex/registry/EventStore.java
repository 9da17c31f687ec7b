package dev.perplex.registry;

import java.util.List;

/**
 * Where a pipeline's history lies: small files that are written whole, listed and deleted, and
 * nothing else. A listing shows every file whose writing had ended before it began.
 */
interface EventStore {

  /** A kind of files, with a folder of its own. */
  enum Shelf {
    EVENTS,
    CLAIMS
  }

  /** Names of the files, sorted. */
  List<String> names(Shelf shelf);

  /** The text of a file; null where it is gone. */
  String read(Shelf shelf, String name);

  /** Writes a new file, seen whole or not at all. */
  void write(Shelf shelf, String name, String text);

  void delete(Shelf shelf, String name);

  /** Where a file lies, for people. */
  String place(Shelf shelf, String name);
}
