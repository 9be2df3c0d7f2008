package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Images of noise, for timing steps: what they show makes no difference to the time.
 *
 * @param images (N, C, H, W), channels last
 * @param labels (N)
 */
public record NoiseBatch(Tensor images, Tensor labels) {
  /** Square images, classes in turn; holds leaves: call outside of a step's pointer scope. */
  public static NoiseBatch of(int count, int channels, int size, int classes) {
    return of(count, channels, size, size, classes);
  }

  /** The same of images that need not be square. */
  public static NoiseBatch of(int count, int channels, int height, int width, int classes) {
    Random random = new Random(1);
    float[] pixels = new float[count * channels * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % classes;
    }
    return new NoiseBatch(
        Torch.channelsLast(Torch.tensor(pixels, count, channels, height, width)),
        Tensor.create(labels));
  }
}
