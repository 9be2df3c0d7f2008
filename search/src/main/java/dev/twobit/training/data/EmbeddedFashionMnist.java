package dev.twobit.training.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * The data set that comes with twobit: a class-balanced 5,000 + 1,000 images of Fashion-MNIST (Xiao
 * et al. 2017, MIT licence beside the files), IDX format, 28x28 padded with zeros to 32x32.
 */
final class EmbeddedFashionMnist {
  private static final int SIDE = 28;
  private static final int PADDED = 32;
  private static final int BORDER = (PADDED - SIDE) / 2;
  private static final int IMAGES_MAGIC = 2051;
  private static final int LABELS_MAGIC = 2049;

  private EmbeddedFashionMnist() {}

  static DatasetPair load() {
    return new DatasetPair(
        "embedded",
        read("train-images-5000-idx3-ubyte.gz", "train-labels-5000-idx1-ubyte.gz"),
        read("t10k-images-1000-idx3-ubyte.gz", "t10k-labels-1000-idx1-ubyte.gz"));
  }

  private static ImageDataset read(String images, String labels) {
    try (DataInputStream pixelsIn = open(images);
        DataInputStream labelsIn = open(labels)) {
      require(images, IMAGES_MAGIC, pixelsIn.readInt());
      require(labels, LABELS_MAGIC, labelsIn.readInt());
      int count = pixelsIn.readInt();
      require(labels, count, labelsIn.readInt());
      require(images, SIDE, pixelsIn.readInt());
      require(images, SIDE, pixelsIn.readInt());
      byte[] pixels = new byte[count * PADDED * PADDED];
      int[] classes = new int[count];
      for (int i = 0; i < count; i++) {
        classes[i] = labelsIn.readUnsignedByte();
        for (int y = 0; y < SIDE; y++) {
          pixelsIn.readFully(pixels, (i * PADDED + y + BORDER) * PADDED + BORDER, SIDE);
        }
      }
      return new ImagesInMemory("Fashion-MNIST subset", pixels, classes, 1, PADDED, PADDED, 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(String name) throws IOException {
    InputStream in = EmbeddedFashionMnist.class.getResourceAsStream("fashion-mnist/" + name);
    if (in == null) {
      throw new IOException("resource fashion-mnist/" + name + " is missing");
    }
    return new DataInputStream(new GZIPInputStream(in));
  }

  private static void require(String file, int expected, int found) throws IOException {
    if (expected != found) {
      throw new IOException(file + ": found " + found + ", expected " + expected);
    }
  }
}
