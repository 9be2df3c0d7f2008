package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 in its binary format: a label byte, then 3072 bytes of R, G and B planes (Krizhevsky
 * 2009). Reads the official batches or a pair {@code train*.bin} and {@code test*.bin}.
 */
final class CifarBinary {
  private static final int IMAGE = 3 * 32 * 32;
  private static final int RECORD = 1 + IMAGE;
  private static final int CLASSES = 10;

  private CifarBinary() {}

  static DatasetPair load(String spec, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          folder + ": no such folder; expected one with CIFAR-10's binary files");
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
    return new DatasetPair(spec, read("cifar10 train", train), read("cifar10 test", test));
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

  private static ImageDataset read(String name, List<Path> files) {
    List<byte[]> contents = new ArrayList<>();
    int images = 0;
    for (Path file : files) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || bytes.length % RECORD != 0) {
          throw new InvalidInputException(
              file + ": found " + bytes.length + " bytes, expected a multiple of " + RECORD);
        }
        contents.add(bytes);
        images += bytes.length / RECORD;
      } catch (IOException e) {
        throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
      }
    }
    byte[] pixels = new byte[images * IMAGE];
    int[] labels = new int[images];
    int next = 0;
    for (int f = 0; f < files.size(); f++) {
      byte[] bytes = contents.get(f);
      for (int at = 0; at < bytes.length; at += RECORD) {
        labels[next] = bytes[at];
        if (labels[next] < 0 || labels[next] >= CLASSES) {
          throw new InvalidInputException(
              files.get(f)
                  + ": record "
                  + at / RECORD
                  + ": found label "
                  + (bytes[at] & 0xff)
                  + ", expected 0 to 9");
        }
        System.arraycopy(bytes, at + 1, pixels, next * IMAGE, IMAGE);
        next++;
      }
    }
    return new ImageDataset(name, pixels, labels, 3, 32, 32, CLASSES);
  }
}
