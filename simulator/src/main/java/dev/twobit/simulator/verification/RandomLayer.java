package dev.twobit.simulator.verification;

import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.ChannelParameters;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small layers of every kind. */
final class RandomLayer {
  private RandomLayer() {}

  static LayerWorkload.Convolution convolution(Random random) {
    while (true) {
      Window window = window(random);
      int height = 1 + random.nextInt(14);
      int width = 1 + random.nextInt(random.nextInt(4) == 0 ? 3 : 14);
      if (height + window.padTop() + window.padBottom() < window.spanHeight()
          || width + window.padLeft() + window.padRight() < window.spanWidth()) {
        continue;
      }
      boolean image = random.nextInt(3) == 0;
      int kind = image ? 3 : random.nextInt(4);
      int groups = kind == 0 ? 1 + random.nextInt(24) : kind == 1 ? 1 + random.nextInt(4) : 1;
      int channels =
          kind == 0
              ? 1
              : image
                  ? 1 + random.nextInt(5)
                  : 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 40);
      int kernels =
          kind == 0 ? 1 + random.nextInt(2) : 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 40);
      return new LayerWorkload.Convolution(
          "random",
          "Convolution",
          new FeatureMap(channels * groups, height, width),
          new FeatureMap(kernels * groups, window.outputHeight(height), window.outputWidth(width)),
          new LayerWorkload.Kernels(window, groups, 1 + random.nextInt(8)),
          new LayerWorkload.Activations(
              1 + random.nextInt(8),
              image,
              widths(random, 1 + random.nextInt(2)),
              widths(random, random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0),
              parameters(random)));
    }
  }

  /** Of few bytes and of many, or none. */
  private static ChannelParameters parameters(Random random) {
    return random.nextInt(3) == 0
        ? ChannelParameters.NONE
        : new ChannelParameters(1 + random.nextInt(24), random.nextInt(8));
  }

  static LayerWorkload.PostProcessing post(Random random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> pooling(random);
      case 2 -> arithmetic(random);
      default -> copy(random);
    };
  }

  private static LayerWorkload.PostProcessing pooling(Random random) {
    while (true) {
      Window window = window(random);
      int height = 1 + random.nextInt(14);
      int width = 1 + random.nextInt(14);
      if (height + window.padTop() + window.padBottom() < window.spanHeight()
          || width + window.padLeft() + window.padRight() < window.spanWidth()) {
        continue;
      }
      int channels = 1 + random.nextInt(60);
      return new LayerWorkload.PostProcessing(
          "random",
          "Pooling",
          PostOperation.POOLING,
          window,
          operands(random, 1, new FeatureMap(channels, height, width)),
          new FeatureMap(channels, window.outputHeight(height), window.outputWidth(width)),
          widths(random, 1 + random.nextInt(2)),
          parameterBytes(random));
    }
  }

  /** Some operands smaller than the result along one axis or several. */
  private static LayerWorkload.PostProcessing arithmetic(Random random) {
    FeatureMap whole = map(random);
    List<Operand> operands = new ArrayList<>();
    for (int bits : widths(random, 1 + random.nextInt(3))) {
      FeatureMap own =
          random.nextInt(3) > 0
              ? whole
              : new FeatureMap(
                  random.nextBoolean() ? whole.channels() : 1,
                  random.nextBoolean() ? whole.height() : 1,
                  random.nextBoolean() ? whole.width() : 1);
      operands.add(new Operand(own, bits, own.elements() < whole.elements()));
    }
    return new LayerWorkload.PostProcessing(
        "random",
        "Add",
        PostOperation.ELEMENTWISE,
        Window.square(1, 1, 0),
        operands,
        whole,
        widths(random, 1 + random.nextInt(2)),
        parameterBytes(random));
  }

  /** Parts that make more than the result, all of it, or less, of any shape. */
  private static LayerWorkload.PostProcessing copy(Random random) {
    List<Operand> operands = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      operands.addAll(operands(random, 1, map(random)));
    }
    return new LayerWorkload.PostProcessing(
        "random",
        "Concat",
        PostOperation.COPY,
        Window.square(1, 1, 0),
        operands,
        map(random),
        widths(random, 1 + random.nextInt(2)),
        parameterBytes(random));
  }

  private static long parameterBytes(Random random) {
    return random.nextInt(3) == 0 ? random.nextInt(500) : 0;
  }

  private static FeatureMap map(Random random) {
    return new FeatureMap(1 + random.nextInt(60), 1 + random.nextInt(14), 1 + random.nextInt(14));
  }

  private static List<Operand> operands(Random random, int count, FeatureMap map) {
    return widths(random, count).stream().map(bits -> new Operand(map, bits, false)).toList();
  }

  private static Window window(Random random) {
    int rows = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
    int columns = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : rows;
    int dilation = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
    int dilationWidth = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : dilation;
    int spanRows = (rows - 1) * dilation + 1;
    int spanColumns = (columns - 1) * dilationWidth + 1;
    return new Window(
        new Extent(rows, columns),
        new Extent(1 + random.nextInt(3), 1 + random.nextInt(3)),
        new Extent(dilation, dilationWidth),
        new Padding(
            random.nextInt(spanRows),
            random.nextInt(spanColumns),
            random.nextInt(spanRows),
            random.nextInt(spanColumns)));
  }

  private static List<Integer> widths(Random random, int count) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      widths.add(
          random.nextInt(3) == 0 ? 1 + random.nextInt(8) : RandomHardware.pick(random, 2, 8));
    }
    return widths;
  }
}
