package dev.twobit.simulator.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One random network in several spellings, drawn from one seed, and an accelerator: functions as
 * one operator or as their parts, padding in windows or in front of them, normalization of the
 * image in any form, images of either layout. All compute the same.
 *
 * @param spellings the first with one layer a function and padding in the windows
 */
public record SpelledNetworks(long seed, HardwareConfig hardware, List<Network> spellings) {
  private static final int CHANNELS_LAST = 3;

  public SpelledNetworks {
    spellings = List.copyOf(spellings);
  }

  /**
   * @param count of spellings, the shortest included
   */
  public static SpelledNetworks draw(long seed, int count) {
    long mixed = (seed + 1) * 0x9E3779B97F4A7C15L;
    List<Network> spellings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Spelling spelling = i == 0 ? Spelling.shortest() : Spelling.any(mixed + i);
      spellings.add(new SpelledNetwork(new Random(mixed), spelling).network("spelling" + i));
    }
    return new SpelledNetworks(seed, RandomHardware.draw(new Random(~mixed)), spellings);
  }

  /** An image of the first spelling, in the layout that another has. */
  public float[] image(Network spelling, float[] image) {
    TensorShape first = shape(spellings.get(0));
    TensorShape own = shape(spelling);
    if (own.equals(first)) {
      return image;
    }
    int channels = own.dim(CHANNELS_LAST);
    int plane = image.length / channels;
    float[] turned = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      turned[i % plane * channels + i / plane] = image[i];
    }
    return turned;
  }

  private static TensorShape shape(Network network) {
    return network.shape(network.inputs().get(0));
  }
}
