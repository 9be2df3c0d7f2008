package dev.twobit.simulator.topology;

import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/** Rows of a topology as the convolutions they stand for. */
final class TopologyLayers {
  private static final int IFMAP_HEIGHT = 0;
  private static final int IFMAP_WIDTH = 1;
  private static final int FILTER_HEIGHT = 2;
  private static final int FILTER_WIDTH = 3;
  private static final int CHANNELS = 4;
  private static final int FILTERS = 5;
  private static final int STRIDE = 6;
  private static final int STRIDE_WIDTH = 7;

  /** SCALE-Sim's mark of a depthwise layer: these letters in its name. */
  private static final String DEPTHWISE = "DP";

  private static final Window POINT = Window.square(1, 1, 0);

  private final int bits;

  TopologyLayers(int bits) {
    this.bits = bits;
  }

  /** M x N x K: M pixels of K channels under N kernels of 1x1. */
  LayerWorkload.Convolution gemm(TopologyRow row) {
    int pixels = row.get(0);
    int kernels = row.get(1);
    int channels = row.get(2);
    requireWeights(row, 2, (long) kernels * channels);
    return layer(row.name(), "GEMM", channels, pixels, 1, kernels, pixels, 1, POINT, 1, false);
  }

  /**
   * The input has its padding already. A depthwise layer has its filters once for every channel, as
   * SCALE-Sim unrolls it.
   */
  LayerWorkload.Convolution convolution(TopologyRow row) {
    int strideHeight = row.get(STRIDE);
    int strideWidth = row.figures().size() > STRIDE_WIDTH ? row.get(STRIDE_WIDTH) : strideHeight;
    int height = extent(row, IFMAP_HEIGHT, FILTER_HEIGHT, strideHeight);
    int width = extent(row, IFMAP_WIDTH, FILTER_WIDTH, strideWidth);
    if ((long) row.get(IFMAP_HEIGHT) * row.get(IFMAP_WIDTH) > Integer.MAX_VALUE) {
      throw row.error(IFMAP_WIDTH, "a plane of fewer than 2^31 pixels");
    }
    int channels = row.get(CHANNELS);
    boolean depthwise = row.name().contains(DEPTHWISE);
    long kernels = (long) row.get(FILTERS) * (depthwise ? channels : 1);
    long window = (long) row.get(FILTER_HEIGHT) * row.get(FILTER_WIDTH);
    requireWeights(row, FILTERS, window * (depthwise ? 1 : channels) * kernels);
    return layer(
        row.name(),
        "Convolution",
        channels,
        row.get(IFMAP_HEIGHT),
        row.get(IFMAP_WIDTH),
        (int) kernels,
        height,
        width,
        new Window(
            new Extent(row.get(FILTER_HEIGHT), row.get(FILTER_WIDTH)),
            new Extent(strideHeight, strideWidth),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0)),
        depthwise ? channels : 1,
        row.first());
  }

  private static void requireWeights(TopologyRow row, int column, long weights) {
    if (weights > Integer.MAX_VALUE) {
      throw row.error(column, "a layer of fewer than 2^31 weights");
    }
  }

  /** ceil((H - R + stride) / stride), as SCALE-Sim has it. */
  private static int extent(TopologyRow row, int input, int filter, int stride) {
    int free = row.get(input) - row.get(filter);
    if (free < 0) {
      throw row.error(filter, "at most " + row.get(input) + ", the input's extent");
    }
    return (free + stride - 1) / stride + 1;
  }

  private LayerWorkload.Convolution layer(
      String name,
      String operator,
      int channels,
      int height,
      int width,
      int kernels,
      int outputHeight,
      int outputWidth,
      Window window,
      int groups,
      boolean image) {
    return new LayerWorkload.Convolution(
        name,
        operator,
        new FeatureMap(channels, height, width),
        new FeatureMap(kernels, outputHeight, outputWidth),
        new LayerWorkload.Kernels(window, groups, bits),
        new LayerWorkload.Activations(bits, image, List.of(bits), List.of()));
  }
}
