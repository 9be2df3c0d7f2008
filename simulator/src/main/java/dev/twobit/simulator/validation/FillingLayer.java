package dev.twobit.simulator.validation;

import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/** A 1x1 convolution with as many channels as kernels, for what a MAC costs at its best. */
final class FillingLayer {
  private FillingLayer() {}

  static LayerWorkload.Convolution of(int channels, int pixels, int bits) {
    Extent one = new Extent(1, 1);
    return new LayerWorkload.Convolution(
        "filling",
        "Convolution",
        new FeatureMap(channels, pixels, pixels),
        new FeatureMap(channels, pixels, pixels),
        new LayerWorkload.Kernels(new Window(one, one, one, new Padding(0, 0, 0, 0)), 1, bits),
        new LayerWorkload.Activations(bits, false, List.of(bits), List.of()));
  }
}
