package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
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
    List<byte[]> contents = new ArrayList<>();
    int images = 0;
    for (Path file : files) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || bytes.length % record != 0) {
          throw new InvalidInputException(
              file + ": found " + bytes.length + " bytes, expected a multiple of " + record);
        }
        contents.add(bytes);
        images += bytes.length / record;
      } catch (IOException e) {
        throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
      }
    }
    byte[] pixels = new byte[images * IMAGE];
    int[] labels = new int[images];
    int next = 0;
    for (int f = 0; f < files.size(); f++) {
      byte[] bytes = contents.get(f);
      for (int at = 0; at < bytes.length; at += record) {
        for (int b = 0; b < classes.length; b++) {
          labels[next] = bytes[at + b] & 0xff;
          if (labels[next] >= classes[b]) {
            throw new InvalidInputException(
                files.get(f)
                    + ": record "
                    + at / record
                    + ": found label "
                    + labels[next]
                    + ", expected 0 to "
                    + (classes[b] - 1));
          }
        }
        System.arraycopy(bytes, at + classes.length, pixels, next * IMAGE, IMAGE);
        next++;
      }
    }
    return new ImagesInMemory(name, pixels, labels, 3, 32, 32, classes[classes.length - 1]);
  }
}
