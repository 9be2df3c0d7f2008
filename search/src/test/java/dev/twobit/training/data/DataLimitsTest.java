package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that claim much, and large ones. */
class DataLimitsTest {
  @TempDir private Path folder;

  private Path image(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(
            getClass().getResourceAsStream("ImageFuzzTestInputs/image/" + name))) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void anImageIsRefusedByTheSizeItClaims() throws IOException {
    Path bomb = image("bomb.png");
    assertThatThrownBy(() -> ImageDecoder.decode(bomb))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(bomb + ": found 60000x60000 pixels, expected at most 67108864 in all");
  }

  @Test
  void onlyJpegAndPngAreRead() throws IOException {
    for (String name : new String[] {"bmp.png", "gif.png", "text.png"}) {
      Path file = image(name);
      assertThatThrownBy(() -> ImageDecoder.decode(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(file + ": is no image that can be decoded; expected JPEG or PNG");
    }
  }

  /** 700,000 images are 2.15 GB; the file is a hole. */
  @Test
  void cifarOfMoreThanAnArrayHoldsIsRefused() throws IOException {
    Files.write(folder.resolve("test.bin"), new byte[3073]);
    for (int part = 1; part <= 2; part++) {
      try (var file =
          new RandomAccessFile(folder.resolve("train" + part + ".bin").toFile(), "rw")) {
        file.setLength(350_000L * 3073);
      }
    }
    assertThatThrownBy(() -> DatasetPair.load("cifar10:" + folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder.resolve("train2.bin")
                + ": found 700000 images up to here, expected at most 699050");
  }
}
