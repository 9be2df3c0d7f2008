package dev.twobit.simulator.validation;

import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
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
      int width = 1 + random.nextInt(14);
      if (height + window.padTop() + window.padBottom() < window.spanHeight()
          || width + window.padLeft() + window.padRight() < window.spanWidth()) {
        continue;
      }
      boolean image = random.nextInt(3) == 0;
      int kind = image ? 3 : random.nextInt(4);
      int groups = kind == 0 ? 1 + random.nextInt(24) : kind == 1 ? 1 + random.nextInt(4) : 1;
      int channels = kind == 0 ? 1 : image ? 1 + random.nextInt(5) : 1 + random.nextInt(40);
      int kernels = kind == 0 ? 1 + random.nextInt(2) : 1 + random.nextInt(40);
      return new LayerWorkload.Convolution(
          "random",
          "Convolution",
          channels * groups,
          height,
          width,
          kernels * groups,
          window.outputHeight(height),
          window.outputWidth(width),
          window,
          groups,
          1 + random.nextInt(8),
          1 + random.nextInt(8),
          widths(random, 1 + random.nextInt(2)),
          widths(random, random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0),
          image);
    }
  }

  static LayerWorkload.PostProcessing post(Random random) {
    boolean pooling = random.nextBoolean();
    while (true) {
      Window window = pooling ? window(random) : Window.square(1, 1, 0);
      int height = 1 + random.nextInt(14);
      int width = 1 + random.nextInt(14);
      if (height + window.padTop() + window.padBottom() < window.spanHeight()
          || width + window.padLeft() + window.padRight() < window.spanWidth()) {
        continue;
      }
      return new LayerWorkload.PostProcessing(
          "random",
          pooling ? "Pooling" : "Add",
          pooling ? PostOperation.POOLING : PostOperation.ELEMENTWISE,
          1 + random.nextInt(60),
          height,
          width,
          window.outputHeight(height),
          window.outputWidth(width),
          window,
          widths(random, pooling ? 1 : 1 + random.nextInt(3)),
          widths(random, 1 + random.nextInt(2)));
    }
  }

  private static Window window(Random random) {
    int rows = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
    int columns = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : rows;
    int dilation = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
    int dilationWidth = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : dilation;
    int spanRows = (rows - 1) * dilation + 1;
    int spanColumns = (columns - 1) * dilationWidth + 1;
    return new Window(
        rows,
        columns,
        1 + random.nextInt(3),
        1 + random.nextInt(3),
        dilation,
        dilationWidth,
        random.nextInt(spanRows),
        random.nextInt(spanColumns),
        random.nextInt(spanRows),
        random.nextInt(spanColumns));
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
