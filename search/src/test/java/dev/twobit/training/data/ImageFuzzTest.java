package dev.twobit.training.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.fuzz.Readers;
import java.nio.file.Files;
import java.nio.file.Path;

/** An image of a folder of images. */
class ImageFuzzTest {
  private final Path file = Readers.file("image.png");

  @FuzzTest
  void image(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          ImageDecoder.decode(file);
        });
  }
}
