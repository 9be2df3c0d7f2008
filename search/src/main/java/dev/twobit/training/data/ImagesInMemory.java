package dev.twobit.training.data;

/**
 * Images in memory.
 *
 * @param pixels unsigned bytes, (N,C,H,W) row-major; shared, treat as immutable
 * @param labels one per image, 0 to classes - 1
 */
@SuppressWarnings("ArrayRecordComponent") // tens of megabytes: never compared
public record ImagesInMemory(
    String name, byte[] pixels, int[] labels, int channels, int height, int width, int classes)
    implements ImageDataset {
  public ImagesInMemory {
    if ((long) labels.length * channels * height * width != pixels.length) {
      throw new IllegalArgumentException(
          name + ": " + pixels.length + " pixels do not make " + labels.length + " images");
    }
  }

  @Override
  public void read(int image, byte[] target, int at) {
    System.arraycopy(pixels, image * imageBytes(), target, at, imageBytes());
  }

  @Override
  public boolean augmentsItself() {
    return false;
  }

  @Override
  public void readAugmented(int image, long seed, byte[] target, int at) {
    read(image, target, at);
  }

  @Override
  public int loaderThreads() {
    return 1;
  }

  @Override
  public ImageDataset subset(String subsetName, int[] indices) {
    byte[] chosen = new byte[indices.length * imageBytes()];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      read(indices[i], chosen, i * imageBytes());
      chosenLabels[i] = labels[indices[i]];
    }
    return new ImagesInMemory(subsetName, chosen, chosenLabels, channels, height, width, classes);
  }
}
