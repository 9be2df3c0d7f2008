package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * What the buffers hand the systolic array: slices of activations and weights, shifted in place.
 */
final class SystolicOperands {
  private final LayerWorkload.Convolution layer;
  private final SystolicMapping mapping;
  private final WeightTiles tiles;
  private final Encoding encoding;
  private final List<Band> bands;
  private final List<DataBuffer> data;
  private final TileBuffer weights;
  private final int channels;

  SystolicOperands(
      LayerWorkload.Convolution layer,
      SystolicMapping mapping,
      WeightTiles tiles,
      Encoding encoding,
      List<Band> bands,
      List<DataBuffer> data,
      TileBuffer weights) {
    this.layer = layer;
    this.mapping = mapping;
    this.tiles = tiles;
    this.encoding = encoding;
    this.bands = bands;
    this.data = data;
    this.weights = weights;
    this.channels = layer.inputChannels() / layer.groups();
  }

  /** Row {@code i} of the fold's tile of the window, of pixel {@code pixel} of its band. */
  int activation(Fold fold, int i, int pixel) {
    Band band = bands.get(fold.band());
    Window w = layer.window();
    int k = fold.weights().windowTile() * tiles.tileWindow() + i;
    int tap = k / channels;
    int row =
        (band.firstRow() + pixel / layer.outputWidth()) * w.strideHeight()
            - w.padTop()
            + tap / w.kernelWidth() * w.dilationHeight();
    int column =
        pixel % layer.outputWidth() * w.strideWidth()
            - w.padLeft()
            + tap % w.kernelWidth() * w.dilationWidth();
    DataBuffer buffer = data.get(fold.band());
    boolean padding =
        row < 0 || row >= layer.inputHeight() || column < 0 || column >= layer.inputWidth();
    int code =
        padding
            ? buffer.padCode()
            : buffer.code(
                buffer.pixel(row - band.firstInputRow(), column)
                    + fold.weights().group() * channels
                    + k % channels);
    int shift = fold.pass() / mapping.weightPasses() * mapping.activationWidth();
    return (code >> shift & ((1 << mapping.activationWidth()) - 1)) << shift;
  }

  /** Row {@code i} of the fold's tile of the window, of kernel {@code k} of its tile of kernels. */
  int weight(Fold fold, int i, int k) {
    int code =
        weights.code(
            fold.weights().group(),
            fold.weights().windowTile() * tiles.tileWindow() + i,
            fold.weights().kernelTile() * tiles.tileKernels() + k);
    int slice = fold.pass() % mapping.weightPasses();
    int shift = slice * mapping.weightWidth();
    int mask = (1 << mapping.weightWidth()) - 1;
    if (encoding == Encoding.MID_RISE) {
      return (code >> shift & mask) << shift;
    }
    int value = code - (1 << (layer.weightBits() - 1));
    boolean top = slice == mapping.weightPasses() - 1;
    // The top slice keeps the sign.
    return (top ? value >> shift : value >> shift & mask) << shift;
  }

  /** Whether the adder of activations, which mid_rise needs, counts in this fold. */
  boolean addsUp(Fold fold) {
    return encoding == Encoding.MID_RISE && fold.pass() % mapping.weightPasses() == 0;
  }

  /** Native products of one PE in a fold's pass. */
  int products(Fold fold, int nativeWeightSlices, int nativeActivationWidth) {
    int shift = fold.pass() / mapping.weightPasses() * mapping.activationWidth();
    int bits = Math.min(mapping.activationWidth(), layer.inputBits() - shift);
    int activationSlices = (bits + nativeActivationWidth - 1) / nativeActivationWidth;
    return activationSlices * (mapping.weightPasses() > 1 ? 1 : nativeWeightSlices);
  }

  /** Whether the input of pixels up to {@code pixel} of the band is there. */
  boolean hasPixel(int bandNumber, int pixel) {
    Band band = bands.get(bandNumber);
    Window w = layer.window();
    int row = (band.firstRow() + pixel / layer.outputWidth()) * w.strideHeight() - w.padTop();
    int last = Math.min(layer.inputHeight() - 1, row + w.spanHeight() - 1);
    return data.get(bandNumber).rowsThere() > last - band.firstInputRow();
  }

  boolean hasTile(int tile) {
    return weights.holds(tile);
  }
}
