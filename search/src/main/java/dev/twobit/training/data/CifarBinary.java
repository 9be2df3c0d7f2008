package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * CIFAR in its binary format (Krizhevsky 2009): label bytes, then 3072 bytes of R, G and B planes;
 * CIFAR-10 has one label byte, CIFAR-100 a coarse and a fine one, of which the fine one is used.
 * Reads the official files or a pair {@code train*.bin} and {@code test*.bin}.
 */
enum CifarBinary {
  CIFAR10(10),
  CIFAR100(20, 100);

  private static final int IMAGE = 3 * 32 * 32;

  /** Images of one part: their pixels are one array. */
  private static final int MOST = (Integer.MAX_VALUE - 8) / IMAGE;

  /** Classes of each label byte; the last one's are used. */
  private final int[] classes;

  private final int record;

  CifarBinary(int... classes) {
    this.classes = classes;
    this.record = classes.length + IMAGE;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  DatasetPair load(String spec, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          folder + ": no such folder; expected one with the binary files of " + label());
    }
    List<Path> train = matching(folder, "data_batch_*.bin");
    if (train.isEmpty()) {
      train = matching(folder, "train*.bin");
    }
    List<Path> test = matching(folder, "test*.bin");
    if (train.isEmpty() || test.isEmpty()) {
      throw new InvalidInputException(
          folder
              + ": found "
              + train.size()
              + " training and "
              + test.size()
              + " test files; expected data_batch_*.bin and test_batch.bin, or train*.bin and"
              + " test*.bin");
    }
    return new DatasetPair(spec, read(label() + " train", train), read(label() + " test", test));
  }

  private static List<Path> matching(Path folder, String glob) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(files::add);
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
    files.sort(null);
    return files;
  }

  private ImageDataset read(String name, List<Path> files) {
    int images = 0;
    for (Path file : files) {
      long more = images + images(file);
      if (more > MOST) {
        throw new InvalidInputException(
            file + ": found " + more + " images up to here, expected at most " + MOST);
      }
      images = (int) more;
    }
    if ((long) images * IMAGE > Runtime.getRuntime().maxMemory()) {
      throw new InvalidInputException(
          files.get(0) + ": " + images + " images need more memory than the Java heap has");
    }
    byte[] pixels = new byte[images * IMAGE];
    int[] labels = new int[images];
    int next = 0;
    for (Path file : files) {
      int last = next + (int) images(file);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * record)) {
        for (int first = next; next < last; next++) {
          labels[next] = label(file, next - first, in.readNBytes(classes.length));
          if (in.readNBytes(pixels, next * IMAGE, IMAGE) < IMAGE) {
            throw new EOFException("became shorter meanwhile");
          }
        }
      } catch (IOException e) {
        throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
      }
    }
    return new ImagesInMemory(name, pixels, labels, 3, 32, 32, classes[classes.length - 1]);
  }

  private long images(Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes == 0 || bytes % record != 0 || !Files.isRegularFile(file)) {
        throw new InvalidInputException(
            file + ": found " + bytes + " bytes, expected a multiple of " + record);
      }
      return bytes / record;
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private int label(Path file, int index, byte[] label) {
    for (int b = 0; b < label.length; b++) {
      if ((label[b] & 0xff) >= classes[b]) {
        throw new InvalidInputException(
            file
                + ": record "
                + index
                + ": found label "
                + (label[b] & 0xff)
                + ", expected 0 to "
                + (classes[b] - 1));
      }
    }
    if (label.length < classes.length) {
      throw new InvalidInputException(file + ": record " + index + ": became shorter meanwhile");
    }
    return label[label.length - 1] & 0xff;
  }
}
