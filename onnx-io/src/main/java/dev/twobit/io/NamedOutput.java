package dev.twobit.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Says in what it throws which file could not be written: a full disk does not. */
final class NamedOutput extends OutputStream {
  private final Path target;
  private final OutputStream out;

  NamedOutput(Path target, OutputStream out) {
    this.target = target;
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw FileFailure.of(target, e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw FileFailure.of(target, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw FileFailure.of(target, e);
    }
  }
}
