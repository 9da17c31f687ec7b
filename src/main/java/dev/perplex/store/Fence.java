package dev.perplex.store;

import dev.perplex.provenance.PerplexException;

/**
 * Whether work may still be published. Who owns what it works on asks right before each write that
 * others will read, and before each deletion.
 */
public interface Fence {

  /** Of work that nobody else can be doing: in a folder of its own, or in a test. */
  Fence NONE =
      new Fence() {
        @Override
        public long epoch() {
          return 0;
        }

        @Override
        public void check() {}
      };

  /** Grows from owner to owner: files of a higher one are the later owner's. 0 without a lease. */
  long epoch();

  /**
   * Looks at storage.
   *
   * @throws PerplexException exit code 30, where another has taken over
   */
  void check();

  /** This one, which holds only while another does too. */
  default Fence within(Fence outer) {
    Fence inner = this;
    return new Fence() {
      @Override
      public long epoch() {
        return inner.epoch();
      }

      @Override
      public void check() {
        outer.check();
        inner.check();
      }
    };
  }
}
