package dev.perplex.lm.spark;

import java.util.Optional;

/** Where training keeps what it needs to go on after a lost driver. */
public interface Checkpoints {

  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<Checkpoint> latest() {
          return Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint) {}
      };

  /** The last checkpoint that was saved whole. */
  Optional<Checkpoint> latest();

  /** Saves after a segment; when it returns, {@link #latest} gives this one. */
  void save(Checkpoint checkpoint);
}
