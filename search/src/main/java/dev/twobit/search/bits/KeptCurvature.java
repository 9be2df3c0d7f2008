package dev.twobit.search.bits;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.contest.KeptFile;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures in parts that do not depend on each other, each once: also after a restart. */
final class KeptCurvature {
  /** How often a person is told of it. */
  private static final int TOLD = 4;

  private final Path file;
  private final String measured;
  private final StopRequest stop;
  private final SearchProgress progress;

  /**
   * @param measured what tells it from others
   */
  KeptCurvature(Path file, String measured, StopRequest stop, SearchProgress progress) {
    this.file = file;
    this.measured = measured;
    this.stop = stop;
    this.progress = progress;
  }

  private record Kept(String measured, List<double[]> parts) {
    /** Every measurement has as many figures as the first. */
    boolean isSound() {
      return parts.stream().allMatch(part -> part != null && part.length == parts.get(0).length);
    }
  }

  /** One of the parts. */
  @FunctionalInterface
  interface Part {
    double[] of(int number);
  }

  /** All of them, in order. */
  List<double[]> parts(int count, Part part) throws IOException {
    List<double[]> parts = new ArrayList<>(kept());
    stop.begun();
    try {
      while (parts.size() < count) {
        if (stop.isRequested()) {
          throw new TrainingStoppedException(
              "stopped after %d of %d measurements of the Hessian; they are kept"
                  .formatted(parts.size(), count));
        }
        parts.add(part.of(parts.size()));
        KeptFile.write(file, new Kept(measured, parts));
        if (parts.size() % Math.max(1, count / TOLD) == 0) {
          progress.say(
              "%s: %d of %d measurements of the Hessian".formatted(Hawq.NAME, parts.size(), count));
        }
      }
    } finally {
      stop.ended();
    }
    return List.copyOf(parts.subList(0, count));
  }

  private List<double[]> kept() throws IOException {
    Optional<Kept> found = KeptFile.read(file, Kept.class, Kept::isSound);
    if (found.isEmpty()) {
      return List.of();
    }
    Kept kept = found.get();
    if (!kept.measured.equals(measured)) {
      throw new InvalidInputException(
          file + ": found " + kept.measured + ", expected " + measured + "; remove the file");
    }
    return kept.parts;
  }
}
