package dev.twobit.training.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first images of every class of the embedded data, for tests of what is done with images and
 * not of what is learned from many: a training's promises hold on a thousand as on five.
 */
public final class FewImages {
  private FewImages() {}

  /**
   * Writes them as CIFAR-10's files have them, three equal planes of 32x32 each.
   *
   * @return what {@code --data} takes
   */
  public static String write(Path folder, int trainPerClass, int testPerClass) throws IOException {
    DatasetPair all = DatasetPair.load("embedded");
    Files.createDirectories(folder);
    Files.write(folder.resolve("train.bin"), records(all.train(), trainPerClass));
    Files.write(folder.resolve("test.bin"), records(all.test(), testPerClass));
    return "cifar10:" + folder;
  }

  private static byte[] records(ImageDataset images, int perClass) {
    int[] seen = new int[images.classes()];
    byte[] plane = new byte[images.imageBytes()];
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int image = 0; image < images.size(); image++) {
      if (seen[images.label(image)]++ < perClass) {
        images.read(image, plane, 0);
        records.write(images.label(image));
        for (int channel = 0; channel < 3; channel++) {
          records.writeBytes(plane);
        }
      }
    }
    return records.toByteArray();
  }
}
