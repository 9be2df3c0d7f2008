package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataReadersTest {
  private static final int RECORD = 1 + 3 * 32 * 32;

  @TempDir private Path folder;

  private void image(String name, int type, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
          image.getRaster().setSample(x, y, 0, rgb & 0xff);
        } else {
          image.setRGB(x, y, rgb + x);
        }
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private void classes() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      image(part + "/cat/1.png", BufferedImage.TYPE_INT_RGB, 4, 3, 0x102030);
      image(part + "/dog/1.png", BufferedImage.TYPE_BYTE_GRAY, 4, 3, 100);
      image(part + "/dog/2.PNG", BufferedImage.TYPE_INT_RGB, 4, 3, 0x405060);
    }
  }

  @Test
  void foldersAreClassesAndPlanesAreRedGreenBlue() throws IOException {
    classes();

    ImageDataset train = DatasetPair.load("images:" + folder).train();
    byte[] pixels = ((ImagesInMemory) train).pixels();

    assertThat(train.size()).isEqualTo(3);
    assertThat(train.labels()).containsExactly(0, 1, 1);
    assertThat(new int[] {train.channels(), train.height(), train.width(), train.classes()})
        .containsExactly(3, 3, 4, 2);
    int plane = 12;
    assertThat(pixels[0]).isEqualTo((byte) 0x10);
    assertThat(pixels[plane + 1]).isEqualTo((byte) 0x20);
    assertThat(pixels[2 * plane + 1]).isEqualTo((byte) 0x31);
    // Grey is what the file stores, in all three planes.
    for (int c = 0; c < 3; c++) {
      assertThat(pixels[(3 + c) * plane]).isEqualTo((byte) 100);
    }
  }

  @Test
  void otherClassesOrSizesAreRefused() throws IOException {
    classes();
    image("train/dog/3.png", BufferedImage.TYPE_INT_RGB, 5, 3, 0);
    assertRefused("images:", "3.png", "5x3", "4x3");
    Files.delete(folder.resolve("train/dog/3.png"));

    Files.move(folder.resolve("test/dog"), folder.resolve("test/fox"));
    assertRefused("images:", "[cat, fox]", "[cat, dog]");
    Files.move(folder.resolve("test/fox"), folder.resolve("test/dog"));

    Files.writeString(folder.resolve("test/dog/4.jpg"), "no image");
    assertRefused("images:", "4.jpg", "no image");
  }

  private void assertRefused(String kind, String... words) {
    assertThatThrownBy(() -> DatasetPair.load(kind + folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  private static byte[] records(int count, int firstLabel) {
    byte[] bytes = new byte[count * RECORD];
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD] = (byte) (firstLabel + i);
      bytes[i * RECORD + 1] = (byte) (200 + i);
    }
    return bytes;
  }

  @Test
  void cifarInItsBatchesAndAsAPair() throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), records(2, 0));
    Files.write(folder.resolve("data_batch_2.bin"), records(3, 4));
    Files.write(folder.resolve("test_batch.bin"), records(1, 9));

    DatasetPair official = DatasetPair.load("cifar10:" + folder);

    assertThat(official.train().labels()).containsExactly(0, 1, 4, 5, 6);
    assertThat(((ImagesInMemory) official.train()).pixels()[2 * 3072]).isEqualTo((byte) 200);
    assertThat(official.test().labels()).containsExactly(9);
    Files.delete(folder.resolve("data_batch_1.bin"));
    Files.move(folder.resolve("data_batch_2.bin"), folder.resolve("train_3.bin"));
    assertThat(DatasetPair.load("cifar10:" + folder).train().labels()).containsExactly(4, 5, 6);
  }

  @Test
  void brokenCifarFilesAreRefused() throws IOException {
    Files.write(folder.resolve("train.bin"), records(2, 0));
    assertRefused("cifar10:", "0 test files");
    Files.write(folder.resolve("test.bin"), new byte[RECORD - 1]);
    assertRefused("cifar10:", "test.bin", "3072 bytes", "multiple of 3073");
    Files.write(folder.resolve("test.bin"), records(1, 10));
    assertRefused("cifar10:", "test.bin", "10");
    Files.write(folder.resolve("test.bin"), new byte[0]);
    assertRefused("cifar10:", "test.bin", "0 bytes");
  }

  @Test
  void cifar100HasTwoLabelsOfWhichTheFineOneCounts() throws IOException {
    byte[] two = new byte[2 * (RECORD + 1)];
    two[0] = 19;
    two[1] = 99;
    two[2] = 7;
    two[RECORD + 1] = 3;
    two[RECORD + 2] = 42;
    Files.write(folder.resolve("train.bin"), two);
    Files.write(folder.resolve("test.bin"), two);

    ImageDataset train = DatasetPair.load("cifar100:" + folder).train();

    assertThat(train.labels()).containsExactly(99, 42);
    assertThat(train.classes()).isEqualTo(100);
    assertThat(((ImagesInMemory) train).pixels()[0]).isEqualTo((byte) 7);
    assertRefused("cifar10:", "train.bin", "multiple of 3073");
    two[0] = 20;
    Files.write(folder.resolve("test.bin"), two);
    assertRefused("cifar100:", "test.bin", "record 0", "label 20", "0 to 19");
  }
}
