package dev.twobit.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a file is called until it is whole: {@code .NAME.PROCESS.RANDOM.tmp} beside it, locked while
 * it is written. One that nobody holds was left over by a process that was killed.
 */
final class TemporaryFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private TemporaryFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Errors name the file itself. */
  static TemporaryFile create(Path file) throws IOException {
    try {
      while (true) {
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path path = file.resolveSibling(prefix(file) + process() + "." + random + ".tmp");
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Else another process found it before it was locked, and removes it as left over.
        if (lock(channel) && Files.exists(path)) {
          return new TemporaryFile(path, channel);
        }
        channel.close();
      }
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /** Until the channel is closed. A file system without locks does without: nobody has any. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true;
    }
  }

  Path path() {
    return path;
  }

  /** Closing it leaves the file open: it stays locked until it has its name. */
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      }
    };
  }

  void force() throws IOException {
    channel.force(true);
  }

  /** Removes the file if it has not been moved away. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }

  /** Removes what killed processes left over of this file; what cannot be removed is no error. */
  static void removeLeftOver(Path file) {
    Pattern name =
        Pattern.compile(Pattern.quote(prefix(file)) + "([0-9]+-[0-9]+)\\.[0-9a-f]+\\.tmp");
    for (Path found : siblings(file)) {
      var match = name.matcher(String.valueOf(found.getFileName()));
      // Opening and closing a file of our own would give up its lock (POSIX).
      if (match.matches() && !match.group(1).equals(process())) {
        removeUnlessHeld(found);
      }
    }
  }

  private static List<Path> siblings(Path file) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.toAbsolutePath().resolveSibling(""), ".*.tmp")) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return found;
  }

  private static void removeUnlessHeld(Path found) {
    try (FileChannel channel = FileChannel.open(found, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(found);
      }
    } catch (IOException | OverlappingFileLockException e) {
      return; // in use, or not ours
    }
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  /** Number and start: in a container every process may have the same number. */
  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + start;
  }
}
