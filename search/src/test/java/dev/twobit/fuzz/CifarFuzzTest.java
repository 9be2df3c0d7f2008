package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.data.DatasetPair;
import java.nio.file.Files;
import java.nio.file.Path;

/** CIFAR's binary files, of 10 and of 100 classes. */
class CifarFuzzTest {
  private final Path folder = Readers.folder();

  @FuzzTest
  void images(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(folder.resolve("train.bin"), input);
          Files.write(folder.resolve("test.bin"), input);
          DatasetPair.load("cifar10:" + folder);
        });
    Readers.valueOrOneLine(() -> DatasetPair.load("cifar100:" + folder));
  }
}
