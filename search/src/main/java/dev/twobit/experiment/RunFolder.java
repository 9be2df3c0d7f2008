package dev.twobit.experiment;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one folder a run writes to, held by one process at a time. */
final class RunFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private RunFolder(Path root, FileChannel lockChannel, FileLock lock) {
    this.root = root;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Refuses a folder that already holds a run unless {@code resume}, and one that another holds.
   */
  static RunFolder open(Path root, boolean resume) throws IOException {
    boolean used = Files.exists(root.resolve("run.yaml"));
    if (used && !resume) {
      throw new InvalidInputException(
          root
              + ": already holds a run (run.yaml); continue it with --resume or name another folder");
    }
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new InvalidInputException(root + ": found a file, expected a folder for the run");
    }
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new InvalidInputException(root + ": another process is writing this run");
    }
    return new RunFolder(root, channel, lock);
  }

  Path root() {
    return root;
  }

  Path runYaml() {
    return root.resolve("run.yaml");
  }

  Path log() {
    return root.resolve("log.jsonl");
  }

  Path results() {
    return root.resolve("results.json");
  }

  Path report() {
    return root.resolve("report.html");
  }

  Path adaptedOnnx() {
    return root.resolve("adapted.onnx");
  }

  /** Checkpoints of one phase, e.g. {@code original-seed1}. */
  Path checkpoints(String phase) {
    return root.resolve("checkpoints").resolve(phase);
  }

  /** The finished result of one phase. */
  Path phaseResult(String phase) {
    return root.resolve("phases").resolve(phase + ".json");
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }
}
