package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.util.List;

/** A lease's folder: what the protocol asks of a store, and no more. */
interface LeaseFiles {
  /** Every file that was there before the call and after it. */
  List<String> names();

  void create(String name, String text);

  void delete(String name);

  /** A file's content; empty where it is gone. */
  String text(String name);

  static LeaseFiles in(Location folder) {
    return new LeaseFiles() {
      @Override
      public List<String> names() {
        return folder.names();
      }

      @Override
      public void create(String name, String text) {
        folder.child(name).writeText(text);
      }

      @Override
      public void delete(String name) {
        folder.child(name).delete();
      }

      @Override
      public String text(String name) {
        try {
          return folder.child(name).readText();
        } catch (PerplexException e) {
          return "";
        }
      }
    };
  }
}
