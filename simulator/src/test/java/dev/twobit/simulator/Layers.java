package dev.twobit.simulator;

import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.List;

/** Layers for tests: square planes, output as wide as the input, "same" padding, stride 1. */
public final class Layers {
  private Layers() {}

  public static LayerWorkload.Convolution convolution(
      int channels, int kernels, int size, int kernel, int bits) {
    return convolution(channels, kernels, size, kernel, bits, 1, false);
  }

  public static LayerWorkload.Convolution depthwise(int channels, int size, int bits) {
    return convolution(channels, channels, size, 3, bits, channels, false);
  }

  static LayerWorkload.Convolution grouped(int channels, int kernels, int groups, int bits) {
    return convolution(channels, kernels, 8, 3, bits, groups, false);
  }

  static LayerWorkload.Convolution image(int channels, int kernels, int size, int bits) {
    return convolution(channels, kernels, size, 3, bits, 1, true);
  }

  /** 1x1 on a plane of one column. */
  static LayerWorkload.Convolution column(int channels, int kernels, int height, int bits) {
    return new LayerWorkload.Convolution(
        "conv",
        "Convolution",
        new FeatureMap(channels, height, 1),
        new FeatureMap(kernels, height, 1),
        new LayerWorkload.Kernels(Window.square(1, 1, 0), 1, bits),
        new LayerWorkload.Activations(bits, false, List.of(bits), List.of()));
  }

  private static LayerWorkload.Convolution convolution(
      int channels, int kernels, int size, int kernel, int bits, int groups, boolean image) {
    return new LayerWorkload.Convolution(
        "conv",
        "Convolution",
        new FeatureMap(channels, size, size),
        new FeatureMap(kernels, size, size),
        new LayerWorkload.Kernels(Window.square(kernel, 1, kernel / 2), groups, bits),
        new LayerWorkload.Activations(bits, image, List.of(bits), List.of()));
  }

  static LayerWorkload.PostProcessing pooling(int channels, int size, int bits) {
    return new LayerWorkload.PostProcessing(
        "pool",
        "Pooling",
        PostOperation.POOLING,
        Window.square(2, 2, 0),
        List.of(new Operand(new FeatureMap(channels, size, size), bits, false)),
        new FeatureMap(channels, size / 2, size / 2),
        List.of(bits));
  }

  static LayerWorkload.PostProcessing add(int channels, int size, int bits) {
    Operand operand = new Operand(new FeatureMap(channels, size, size), bits, false);
    return new LayerWorkload.PostProcessing(
        "add",
        "Add",
        PostOperation.ELEMENTWISE,
        Window.square(1, 1, 0),
        List.of(operand, operand),
        operand.map(),
        List.of(bits));
  }
}
