package dev.twobit.training;

import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The last two checkpoints of a training: the newer under a name, the older beside it. */
public final class CheckpointFiles {
  private final Path newest;
  private final Path previous;

  /**
   * @param newest where the newest one is; the one before is there with {@code .previous} behind
   */
  public CheckpointFiles(Path newest) {
    this.newest = newest;
    this.previous = newest.resolveSibling(newest.getFileName() + ".previous");
  }

  /** Whether any was written, whole or damaged. */
  public boolean exist() {
    return Files.exists(newest) || Files.exists(previous);
  }

  /** A kill at any point leaves at least one whole checkpoint. */
  public void write(Checkpoint checkpoint) throws IOException {
    Path next = newest.resolveSibling(newest.getFileName() + ".next");
    checkpoint.write(next);
    if (Files.exists(newest)) {
      AtomicFile.move(newest, previous);
    }
    AtomicFile.move(next, newest);
  }

  /**
   * A checkpoint and where it was.
   *
   * @param file for messages
   */
  public record Found(Checkpoint checkpoint, Path file) {}

  /**
   * The newest whole checkpoint; empty if there never was one. An error if there is none but
   * damaged ones.
   *
   * @param say told, in a line, of a damaged one
   */
  public Optional<Found> latest(Consumer<String> say) throws IOException {
    if (!Files.exists(newest)) {
      return Files.exists(previous)
          ? Optional.of(new Found(Checkpoint.read(previous), previous))
          : Optional.empty();
    }
    try {
      return Optional.of(new Found(Checkpoint.read(newest), newest));
    } catch (InvalidInputException e) {
      if (!Files.exists(previous)) {
        throw e;
      }
      Checkpoint older = Checkpoint.read(previous);
      say.accept(newest + " is damaged (magic or checksum differ); going on from the one before");
      Files.delete(newest); // else it would become the one before
      return Optional.of(new Found(older, previous));
    }
  }
}
