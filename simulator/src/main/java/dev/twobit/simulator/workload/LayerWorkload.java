package dev.twobit.simulator.workload;

import dev.twobit.network.Window;
import java.util.List;

/**
 * One step the accelerator runs, with cold, off-chip boundaries: every operand comes from external
 * memory and every result goes back. Two workloads equal but for their names cost the same.
 */
public sealed interface LayerWorkload {
  String name();

  /** Operator as reported: Convolution, FullyConnected, Pooling, Add, … */
  String operator();

  /** The same step under another name. */
  LayerWorkload named(String newName);

  /** The same step with other channel counts (depthwise: the input's), all weights stored. */
  LayerWorkload withChannels(int inputChannels, int outputChannels);

  /**
   * Convolution of one image (a fully connected layer is a 1x1 one, its plane one row an image of
   * the batch), with batch normalization, activation and requantization fused into its
   * post-processing.
   *
   * @param window strides, padding, dilation in elements
   * @param weightBits width of a weight; {@code inputBits} of an activation read
   * @param outputBits the copies written, one entry each (a block output: 2 and residualBits)
   * @param fusedAddBits width of each extra operand an add fused into the post-processor reads;
   *     empty if none
   * @param imageInput the input is the image itself (first-layer packing may apply)
   * @param zeroWeights weights of value zero, one entry a kernel, if weights are stored with a mask
   *     of those that are not; empty if all are stored
   */
  record Convolution(
      String name,
      String operator,
      int inputChannels,
      int inputHeight,
      int inputWidth,
      int outputChannels,
      int outputHeight,
      int outputWidth,
      Window window,
      int groups,
      int weightBits,
      int inputBits,
      List<Integer> outputBits,
      List<Integer> fusedAddBits,
      boolean imageInput,
      List<Integer> zeroWeights)
      implements LayerWorkload {
    public Convolution {
      outputBits = List.copyOf(outputBits);
      fusedAddBits = List.copyOf(fusedAddBits);
      zeroWeights = List.copyOf(zeroWeights);
    }

    /** A convolution with all weights stored. */
    public Convolution(
        String name,
        String operator,
        int inputChannels,
        int inputHeight,
        int inputWidth,
        int outputChannels,
        int outputHeight,
        int outputWidth,
        Window window,
        int groups,
        int weightBits,
        int inputBits,
        List<Integer> outputBits,
        List<Integer> fusedAddBits,
        boolean imageInput) {
      this(
          name,
          operator,
          inputChannels,
          inputHeight,
          inputWidth,
          outputChannels,
          outputHeight,
          outputWidth,
          window,
          groups,
          weightBits,
          inputBits,
          outputBits,
          fusedAddBits,
          imageInput,
          List.of());
    }

    /**
     * The same with zeros of the weights left out, given by kernel; with none given all are stored.
     */
    public Convolution withZeroWeights(List<Integer> zeros) {
      return with(name, inputChannels, outputChannels, groups, zeros);
    }

    @Override
    public Convolution named(String newName) {
      return with(newName, inputChannels, outputChannels, groups, zeroWeights);
    }

    @Override
    public Convolution withChannels(int newInput, int newOutput) {
      boolean depthwise = groups > 1 && groups == inputChannels;
      return with(name, newInput, newOutput, depthwise ? newInput : groups, List.of());
    }

    private Convolution with(
        String newName, int newInput, int newOutput, int newGroups, List<Integer> zeros) {
      return new Convolution(
          newName,
          operator,
          newInput,
          inputHeight,
          inputWidth,
          newOutput,
          outputHeight,
          outputWidth,
          window,
          newGroups,
          weightBits,
          inputBits,
          outputBits,
          fusedAddBits,
          imageInput,
          zeros);
    }

    /** MACs at the operand widths, not native products. */
    public long macs() {
      return (long) outputChannels
          * outputHeight
          * outputWidth
          * (inputChannels / groups)
          * window.kernelHeight()
          * window.kernelWidth();
    }
  }

  /** A step of the post-processor alone. */
  enum PostOperation {
    POOLING,
    ELEMENTWISE,
    /** Concat, slice, pad, transpose that cannot be done by addressing: read and written once. */
    COPY
  }

  /**
   * Pooling, unfused add or activation, data movement.
   *
   * @param inputBits width of each operand read, one entry an operand
   * @param outputBits the copies written, one entry each
   * @param window the pooling window; 1x1 otherwise
   */
  record PostProcessing(
      String name,
      String operator,
      PostOperation operation,
      int channels,
      int inputHeight,
      int inputWidth,
      int outputHeight,
      int outputWidth,
      Window window,
      List<Integer> inputBits,
      List<Integer> outputBits)
      implements LayerWorkload {
    public PostProcessing {
      inputBits = List.copyOf(inputBits);
      outputBits = List.copyOf(outputBits);
    }

    @Override
    public PostProcessing named(String newName) {
      return with(newName, channels);
    }

    @Override
    public PostProcessing withChannels(int inputChannels, int outputChannels) {
      return with(name, outputChannels);
    }

    private PostProcessing with(String newName, int newChannels) {
      return new PostProcessing(
          newName,
          operator,
          operation,
          newChannels,
          inputHeight,
          inputWidth,
          outputHeight,
          outputWidth,
          window,
          inputBits,
          outputBits);
    }
  }
}
