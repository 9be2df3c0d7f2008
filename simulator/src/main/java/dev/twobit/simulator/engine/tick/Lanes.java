package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Arrays;

/**
 * What the lanes of the array hold during one operation: for each lane a channel and one slice of
 * activation and weight, the weights of all kernels, and by how much the product is shifted. With
 * mid_rise codes one more column adds up activations
 * (simulator/docs/two-bit-arithmetic.md#the-adder-column): its weight is 1.
 */
final class Lanes {
  /** Longs that lie side by side, of two columns each. */
  static final int PAIRS = 4;

  static final int BLOCK = 2 * PAIRS;

  private final LayerWorkload.Convolution layer;
  private final DotProductMapping mapping;
  private final KernelGroups groups;
  private final Encoding encoding;
  private final int weightSlice;
  private final int activationSlice;
  private final int weightSlices;
  private final int columns;

  /** Offset of each lane's code from the pixel's first; window column likewise, if packed. */
  final int[] offsets;

  final int[] windowColumns;
  final int[] activationShifts;
  final int[] productShifts;

  /**
   * Slices of weights, two columns in the halves of a long: low + high x 2^32, so that one product
   * is two. Four longs of a lane side by side, then those of the next lane; behind all lanes the
   * next four. The last column of mid_rise codes is the adder's.
   */
  final long[] weights;

  final int activationMask;
  private final int lanes;
  private final int blocks;
  private final int[] slices;
  private int count;
  private int kernels;

  Lanes(
      LayerWorkload.Convolution layer,
      DotProductMapping mapping,
      KernelGroups groups,
      PrecisionConfig precision,
      Encoding encoding,
      int atomicChannels) {
    this.layer = layer;
    this.mapping = mapping;
    this.groups = groups;
    this.encoding = encoding;
    this.weightSlice = Math.min(layer.weightBits(), precision.macWeightBits());
    this.activationSlice = Math.min(layer.inputBits(), precision.macActivationBits());
    this.weightSlices = (layer.weightBits() + weightSlice - 1) / weightSlice;
    this.columns = columns(groups.atomicKernels(), encoding);
    this.lanes = atomicChannels;
    this.offsets = new int[atomicChannels];
    this.windowColumns = new int[atomicChannels];
    this.activationShifts = new int[atomicChannels];
    this.productShifts = new int[atomicChannels];
    this.blocks = (columns + BLOCK - 1) / BLOCK;
    this.weights = new long[atomicChannels * blocks * PAIRS];
    this.slices = new int[blocks * BLOCK];
    this.activationMask = (1 << activationSlice) - 1;
  }

  /** Accumulators of one output position. */
  static int columns(int atomicKernels, Encoding encoding) {
    return atomicKernels + (encoding == Encoding.MID_RISE ? 1 : 0);
  }

  /** Loads the weights of an operation. */
  void load(Operation operation, WeightBuffer buffer, int pixelStride) {
    int channels = layer.inputChannels() / layer.groups();
    int row = mapping.packed() ? channels * layer.window().kernelWidth() : channels;
    int begin = operation.block() * mapping.channelsPerClock();
    int end = Math.min(row, begin + mapping.channelsPerClock());
    int firstPair = operation.pass() * mapping.pairsPerPass();
    int pastPair = Math.min(mapping.products(), firstPair + mapping.pairsPerPass());
    int tap = operation.row() * layer.window().kernelWidth() + operation.column();
    int convolutionGroup = operation.kernelGroup() / groups.perConvolutionGroup();
    kernels = groups.kernelsOf(operation.kernelGroup());
    int codes = buffer.offset(operation.kernelGroup());
    count = 0;
    for (int i = begin; i < end; i++) {
      for (int pair = firstPair; pair < pastPair; pair++) {
        windowColumns[count] = mapping.packed() ? i / channels : 0;
        offsets[count] =
            mapping.packed()
                ? i % channels + i / channels * pixelStride
                : convolutionGroup * channels + i;
        int slice = pair % weightSlices;
        activationShifts[count] = pair / weightSlices * activationSlice;
        productShifts[count] = activationShifts[count] + slice * weightSlice;
        int first = codes + (tap * channels + i) * kernels;
        for (int k = 0; k < kernels; k++) {
          slices[k] = slice(buffer.code(first + k), slice);
        }
        Arrays.fill(slices, kernels, columns, 0);
        if (encoding == Encoding.MID_RISE) {
          slices[columns - 1] = slice == 0 ? 1 : 0;
        }
        hold(count);
        count++;
      }
    }
  }

  private void hold(int lane) {
    for (int block = 0; block < blocks; block++) {
      int to = (block * lanes + lane) * PAIRS;
      for (int pair = 0; pair < PAIRS; pair++) {
        int column = block * BLOCK + 2 * pair;
        weights[to + pair] = slices[column] + ((long) slices[column + 1] << Integer.SIZE);
      }
    }
  }

  /** Where the weights of a block of columns begin. */
  int block(int number) {
    return number * lanes * PAIRS;
  }

  int blocks() {
    return blocks;
  }

  /** Whether each lane has a channel and whole codes, side by side as they are in the buffer. */
  boolean isPlain() {
    return !mapping.packed() && mapping.products() == 1;
  }

  /** Slice of the operand that the multipliers see: a mid_rise code, or two's complement. */
  private int slice(int code, int slice) {
    int bits = layer.weightBits();
    int shift = slice * weightSlice;
    if (encoding == Encoding.MID_RISE) {
      return code >> shift & ((1 << weightSlice) - 1);
    }
    int value = code - (1 << (bits - 1));
    // The top slice keeps the sign.
    return slice == weightSlices - 1 ? value >> shift : value >> shift & ((1 << weightSlice) - 1);
  }

  /** Lanes in use. */
  int count() {
    return count;
  }

  /** Kernels in use. */
  int kernels() {
    return kernels;
  }

  int columnCount() {
    return columns;
  }
}
