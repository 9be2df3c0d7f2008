package dev.twobit.training.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.fuzz.InputFile;
import dev.twobit.fuzz.Readers;

/** An image of a folder of images; small, for a large one takes long and shows no more. */
class ImageFuzzTest {
  private final InputFile file = InputFile.named("image.png");

  @FuzzTest
  void image(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          ImageDecoder.decode(file.path(), 1 << 12);
        });
  }
}
