package dev.twobit.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The old file or the new one, never half of one: writes to a temporary name beside the target,
 * forces it to disk, moves it into place and forces the folder. What cannot be written is a {@link
 * FileSystemException} that names the target and the cause.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** What fills the file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Creates missing parent folders; on failure the target is untouched and nothing is left over.
   * Follows a link; devices and pipes, which have no old content, are written to as they are.
   */
  public static void write(Path target, Content content) throws IOException {
    write(target, content, UnaryOperator.identity());
  }

  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, out -> out.write(bytes));
  }

  /** UTF-8. */
  public static void writeText(Path target, String text) throws IOException {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves a file over another in one step; both are in the same folder. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(to);
  }

  /**
   * @param disk put around the stream to the file, so that tests can fill it
   */
  static void write(Path target, Content content, UnaryOperator<OutputStream> disk)
      throws IOException {
    Path file = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
    if (Files.isDirectory(file)) {
      throw new FileSystemException(target.toString(), null, "is a folder, expected a file");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      fill(target, content, disk.apply(Files.newOutputStream(file, StandardOpenOption.WRITE)));
      return;
    }
    createFolder(file);
    TemporaryFile.removeLeftOver(file);
    try (TemporaryFile temporary = TemporaryFile.create(file)) {
      fill(target, content, disk.apply(temporary.output()));
      try {
        temporary.force();
        move(temporary.path(), file);
      } catch (IOException e) {
        throw FileFailure.of(target, e);
      }
    }
  }

  private static void fill(Path target, Content content, OutputStream disk) throws IOException {
    try (OutputStream out = new BufferedOutputStream(new NamedOutput(target, disk), BUFFER)) {
      content.writeTo(out);
    }
  }

  private static void createFolder(Path file) throws IOException {
    Optional<Path> folder = folder(file);
    if (folder.isPresent()) {
      try {
        Files.createDirectories(folder.get());
      } catch (IOException e) {
        throw FileFailure.of(folder.get(), e);
      }
    }
  }

  private static Optional<Path> folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent());
  }

  /**
   * Writes the folder to the disk, or the file's name may be lost with the power. Not every file
   * system and no Windows can.
   */
  private static void forceFolder(Path file) {
    Optional<Path> folder = folder(file);
    if (folder.isEmpty()) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder.get(), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // the file is whole and in place
    }
  }
}
