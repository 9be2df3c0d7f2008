package dev.twobit.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's libraries, unpacked into JavaCPP's cache by the first process that needs them. They
 * are 445 MB, and a process that maps one while another still writes it is ended by SIGBUS: so one
 * process unpacks and loads them while all others wait, and once that is done they load side by
 * side.
 */
final class NativeLibraries {
  private static final String LARGEST = "libtorch_cpu.so";

  private NativeLibraries() {}

  /** What is done by one process at a time, until it was done once. */
  @FunctionalInterface
  interface Unpacking {
    void run() throws IOException;
  }

  /** Throws an {@link UncheckedIOException} where they cannot be unpacked. */
  static void load() {
    try {
      String version = String.valueOf(Loader.getVersion("org.bytedeco", "pytorch"));
      first(Loader.getCacheDir().toPath(), version, NativeLibraries::unpack);
    } catch (IOException e) {
      throw new UncheckedIOException("libtorch: cannot be unpacked (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Alone among all processes with this cache, or beside others where that was done before.
   *
   * @param version of what is unpacked
   */
  static void first(Path cache, String version, Unpacking unpacking) throws IOException {
    Path done = cache.resolve(".unpacked-" + version);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve(".unpacking"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Hold hold = hold(channel, Files.exists(done))) {
      unpacking.run();
      if (!Files.exists(done)) {
        Files.createFile(done);
      }
    } catch (FileAlreadyExistsException e) {
      return; // without locks, another process was first
    }
  }

  /** Closing it lets others in. */
  private interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** A file system without locks does without: then the first start is to be alone. */
  private static Hold hold(FileChannel channel, boolean shared) {
    try {
      FileLock lock = channel.lock(0, Long.MAX_VALUE, shared);
      return lock::release;
    } catch (IOException e) {
      return () -> {};
    }
  }

  /**
   * Libraries are unpacked when they are loaded, and one that is loaded before is linked with what
   * it needs: with a system's libtorch of another version, if its own is not unpacked yet.
   */
  private static void unpack() throws IOException {
    Loader.cacheResource(
        Tensor.class, "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/" + LARGEST);
    Loader.load(torch.class);
  }
}
