package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.data.DatasetPair;
import java.nio.file.Path;

/** CIFAR's binary files, of 10 and of 100 classes. */
class CifarFuzzTest {
  private final Path folder = Readers.folder();
  private final InputFile train = InputFile.in(folder, "train.bin");
  private final InputFile test = InputFile.in(folder, "test.bin");

  @FuzzTest
  void images(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          train.fill(input);
          test.fill(input);
          DatasetPair.load("cifar10:" + folder);
        });
    Readers.valueOrOneLine(() -> DatasetPair.load("cifar100:" + folder));
  }
}
