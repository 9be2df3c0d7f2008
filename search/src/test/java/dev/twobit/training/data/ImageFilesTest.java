package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir private Path folder;

  private void image(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(name.hashCode());
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile());
  }

  private void classes(boolean oneSize) throws IOException {
    for (String part : new String[] {"train", "val"}) {
      for (int i = 0; i < 8; i++) {
        int width = oneSize ? 20 : 20 + 7 * i;
        image(part + "/" + (i % 2 == 0 ? "cat" : "dog") + "/" + i + ".png", width, 30);
      }
    }
  }

  @Test
  void streamedAndInMemoryAreTheSameBits() throws IOException {
    classes(true);
    DatasetPair memory = DatasetPair.load("images:" + folder);
    DatasetPair files = ImageFolders.load("images:x", folder, Optional.empty(), 0);
    assertThat(memory.train()).isInstanceOf(ImagesInMemory.class);
    assertThat(files.train()).isInstanceOf(ImageFiles.class);

    Normalization a = Normalization.measured(memory.train());
    Normalization b = Normalization.measured(files.train());
    assertThat(b.mean()).isEqualTo(a.mean());
    int[] chosen = {5, 0, 3};
    assertThat(new BatchMaker(files.train(), b).augmented(chosen, 4, 9))
        .isEqualTo(new BatchMaker(memory.train(), a).augmented(chosen, 4, 9));
    assertThat(files.train().labels()).isEqualTo(memory.train().labels());
    assertThat(new BatchMaker(files.test().subset("s", chosen), a).plain(0, 3))
        .isEqualTo(new BatchMaker(memory.test(), a).plain(chosen));
  }

  @Test
  void imagesOfAnySizeAreCroppedByTheirSeedAlone() throws IOException {
    classes(false);
    ImageDataset train = DatasetPair.load("images:" + folder + ",size=16,jitter=0.4").train();
    assertThat(new int[] {train.channels(), train.height(), train.width()})
        .containsExactly(3, 16, 16);

    BatchMaker maker = new BatchMaker(train, Normalization.parse("none", 3));
    float[] batch = maker.augmented(new int[] {0, 1}, 4, 5);
    float[] other = maker.augmented(new int[] {1, 7, 0}, 4, 5);
    int bytes = train.imageBytes();
    assertThat(Arrays.copyOfRange(other, 0, bytes))
        .isEqualTo(Arrays.copyOfRange(batch, bytes, 2 * bytes));
    assertThat(maker.augmented(new int[] {0, 1}, 4, 6)).isNotEqualTo(batch);
    assertThat(DatasetPair.load("images:" + folder + ",size=16").train().imageBytes())
        .isEqualTo(3 * 256);
    assertThatThrownBy(() -> DatasetPair.load("images:" + folder + ",size=0"))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aBrokenFileIsNamedWhenItIsRead() throws IOException {
    classes(false);
    Files.writeString(folder.resolve("train/cat/0.png"), "no image");
    ImageDataset train = DatasetPair.load("images:" + folder + ",size=16").train();

    try (var batches =
        PrefetchingBatches.plain(
            new BatchMaker(train, Normalization.parse("none", 3)), i -> new int[] {0}, 4, 2)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("0.png");
    }
  }

  @Test
  void resamplingIsPillows() {
    // By Pillow's definition: weights 3/4, 3/4, 1/4 of their sum, and the mirror.
    byte[] row = {0, 64, (byte) 128, (byte) 255};
    Pixels shrunk = ImageResampling.resize(new Pixels(4, 1, three(row)), 0, 0, 4, 1, 2, 1);
    assertThat(shrunk.planes()).isEqualTo(three(new byte[] {46, (byte) 173}));
    Pixels grown =
        ImageResampling.resize(new Pixels(1, 2, three(new byte[] {0, 100})), 0, 0, 1, 2, 1, 4);
    assertThat(grown.planes()).isEqualTo(three(new byte[] {0, 25, 75, 100}));
    Pixels box = ImageResampling.resize(new Pixels(4, 1, three(row)), 1, 0, 2, 1, 2, 1);
    assertThat(box.planes()).isEqualTo(three(new byte[] {64, (byte) 128}));
  }

  private static byte[] three(byte[] plane) {
    byte[] all = new byte[3 * plane.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = plane[i % plane.length];
    }
    return all;
  }

  @Test
  void evaluationTakesTheCentreAndTrainingStaysInside() {
    byte[] left = new byte[32 * 16];
    for (int i = 0; i < left.length; i++) {
      left[i] = (byte) (i % 32 < 16 ? 10 : 200);
    }
    var image = new Pixels(32, 16, three(left));
    Pixels centre = new CropForm(14, 0).evaluated(image);
    assertThat(centre.width()).isEqualTo(14);
    assertThat(centre.planes()[0]).isEqualTo((byte) 10);
    assertThat(centre.planes()[13]).isEqualTo((byte) 200);
    assertThat(centre.planes()[6]).isEqualTo((byte) 10);
    assertThat(centre.planes()[7]).isEqualTo((byte) 200);
    var thin = new Pixels(1, 64, three(new byte[64]));
    for (int seed = 0; seed < 200; seed++) {
      new CropForm(9, 0.5).augmented(thin, new SplittableRandom(seed));
      Pixels some = new CropForm(9, 0).augmented(image, new SplittableRandom(seed));
      for (byte p : some.planes()) {
        assertThat(p & 0xff).isBetween(10, 200);
      }
    }
  }

  @Test
  void fourComponentsAreConverted() throws IOException {
    // Uniform images: what is stored comes back within JPEG's rounding.
    assertColour(new int[] {255, 0, 0, 0}, -1, 0, 255, 255);
    assertColour(new int[] {0, 0, 0, 128}, -1, 127, 127, 127);
    assertColour(new int[] {0, 255, 255, 255}, 0, 0, 255, 255);
    // Y 76, Cb 85, Cr 255 is red, and so its complement, cyan, is the light.
    assertColour(new int[] {76, 85, 255, 255}, 2, 0, 255, 255);
  }

  private void assertColour(int[] stored, int transform, int... rgb) throws IOException {
    Path file = folder.resolve("cmyk.jpg");
    Files.write(file, cmyk(stored, transform));

    Pixels pixels = ImageDecoder.decode(file);

    for (int c = 0; c < 3; c++) {
      int found = pixels.planes()[c * pixels.plane() + 37] & 0xff;
      assertThat(found).isBetween(rgb[c] - 3, rgb[c] + 3);
    }
  }

  /** A JPEG of four components, with Adobe's segment behind the start if transform is not -1. */
  private static byte[] cmyk(int[] stored, int transform) throws IOException {
    var raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setPixel(i % 16, i / 16, stored);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    } finally {
      writer.dispose();
    }
    byte[] plain = out.toByteArray();
    if (transform < 0) {
      return plain;
    }
    var marked = new ByteArrayOutputStream();
    marked.write(plain, 0, 2);
    marked.write(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e'});
    marked.write(new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
    marked.write(plain, 2, plain.length - 2);
    return marked.toByteArray();
  }
}
