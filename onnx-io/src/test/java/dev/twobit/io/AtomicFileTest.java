package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void createsFoldersAndReplaces() throws IOException {
    Path target = folder.resolve("a/b/file.txt");
    AtomicFile.writeText(target, "old");
    AtomicFile.writeText(target, "new");
    assertThat(target).hasContent("new");
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path target = folder.resolve("file.txt");
    AtomicFile.writeText(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(target).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  /** A disk that takes {@code room} bytes. */
  private static OutputStream disk(OutputStream out, int room) {
    return new OutputStream() {
      private int left = room;

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int fits = Math.min(left, length);
        out.write(bytes, offset, fits);
        left -= fits;
        if (fits < length) {
          throw new IOException("No space left on device");
        }
      }
    };
  }

  /** In pieces of several sizes, one of them larger than any buffer. */
  private static void content(OutputStream out) throws IOException {
    out.write(7);
    out.write(new byte[100]);
    out.flush();
    out.write(new byte[70_000]);
    out.write(8);
  }

  @Test
  void aDiskFullAfterAnyNumberOfBytesLeavesTheOldFileAndIsNamed() throws IOException {
    Path target = folder.resolve("file.bin");
    AtomicFile.writeText(target, "old");
    int size = 70_102;
    for (int room = 0; room < size; room += room < 110 || room > size - 5 ? 1 : 997) {
      int bytes = room;
      assertThatThrownBy(
              () -> AtomicFile.write(target, AtomicFileTest::content, out -> disk(out, bytes)))
          .as("after %d bytes", room)
          .isInstanceOf(FileSystemException.class)
          .hasMessage(target + ": no space left on device");
      assertThat(target).hasContent("old");
      assertThat(names()).containsExactly("file.bin");
    }

    AtomicFile.write(target, AtomicFileTest::content, out -> disk(out, size));
    assertThat(target).hasSize(size);
  }

  @Test
  void whatTheContentThrowsItselfIsPassedOn() {
    Path target = folder.resolve("file.txt");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      throw new EOFException("ends within a header");
                    }))
        .isInstanceOf(EOFException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aDeviceIsWrittenToAndStaysOne() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full");
    assertThatThrownBy(() -> AtomicFile.writeText(full, "any"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/full: no space left on device");
    assertThat(Files.isRegularFile(full)).isFalse();
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.createDirectory(folder.resolve("real")).resolve("file.txt");
    Path link = folder.resolve("link.txt");
    AtomicFile.writeText(file, "old");
    Files.createSymbolicLink(link, file);
    AtomicFile.writeText(link, "new");
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).hasContent("new");
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> AtomicFile.writeText(file.resolve("in-it.txt"), "any"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": is a file, expected a folder");
    assertThatThrownBy(() -> AtomicFile.writeText(file.resolve("deeper/in-it.txt"), "any"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file.resolve("deeper") + ": not a directory");
    assertThatThrownBy(() -> AtomicFile.writeText(folder, "any"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": is a folder, expected a file");
  }

  @Test
  void aReadOnlyFolderIsNamedAndItsFileStays() throws IOException {
    Path target = folder.resolve("file.txt");
    AtomicFile.writeText(target, "old");
    assertThat(folder.toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(folder), "a user who is not root");
      assertThatThrownBy(() -> AtomicFile.writeText(target, "new"))
          .isInstanceOf(FileSystemException.class)
          .hasMessage(target + ": permission denied");
      assertThat(target).hasContent("old");
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void leftOverTemporariesAreRemovedButNoOtherFile() throws IOException {
    Path target = folder.resolve("file.txt");
    for (String name :
        List.of(
            ".file.txt.1-17.ab12.tmp", ".other.txt.1-17.ab12.tmp", ".file.txt.tmp", "file.txt.1")) {
      Files.writeString(folder.resolve(name), "half");
    }
    AtomicFile.writeText(target, "new");
    assertThat(names())
        .containsExactly(".file.txt.tmp", ".other.txt.1-17.ab12.tmp", "file.txt", "file.txt.1");
  }

  /** The second begins and ends while the first is writing. */
  @Test
  void twoWritersOfOneFileDoNotMeet() throws IOException {
    Path target = folder.resolve("file.txt");
    AtomicFile.write(
        target,
        out -> {
          out.write('1');
          AtomicFile.writeText(target, "2");
          assertThat(target).hasContent("2");
        });
    assertThat(target).hasContent("1");
    assertThat(names()).containsExactly("file.txt");
  }

  private List<String> names() {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
