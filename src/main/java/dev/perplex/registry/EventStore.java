package dev.perplex.registry;

import java.util.List;

/**
 * Where a pipeline's history lies: small files that are written whole, once, and listed. A listing
 * shows every file whose writing had ended before it began.
 */
interface EventStore {

  /** Names of the files, sorted. */
  List<String> names();

  /** The text of a file that was listed. */
  String read(String name);

  /** Writes a new file, seen whole or not at all. */
  void write(String name, String text);

  /** Where a file lies, for people. */
  String place(String name);
}
