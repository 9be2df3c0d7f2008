package dev.twobit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one file of a target, filled anew for each input; it stays open, for opening takes long. */
public final class InputFile {
  private final Path path;
  private final FileChannel channel;

  private InputFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** In a folder of its own. */
  public static InputFile named(String name) {
    return in(Readers.folder(), name);
  }

  static InputFile in(Path folder, String name) {
    Path path = folder.resolve(name);
    try {
      return new InputFile(
          path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Replaces what is in the file. */
  public void fill(byte[] input) {
    try {
      ByteBuffer left = ByteBuffer.wrap(input);
      while (left.hasRemaining()) {
        channel.write(left, left.position());
      }
      channel.truncate(input.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
