package dev.twobit.simulator.workload;

import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step the accelerator runs, with cold, off-chip boundaries: every operand comes from external
 * memory and every result goes back. Two workloads equal but for their names cost the same.
 */
public sealed interface LayerWorkload {
  String name();

  /** Operator as reported: Convolution, FullyConnected, Pooling, Add, … */
  String operator();

  /** Widths of the copies written, one entry each. */
  List<Integer> outputBits();

  /** Widths of what it reads, as people read them: weights x activations, or of operands, 8+8. */
  String precision();

  /** Bytes of what the post-processor makes codes with, as they are stored. */
  long parameterBytes();

  /** The same step under another name. */
  LayerWorkload named(String newName);

  /** The same step with other channel counts (depthwise: the input's), all weights stored. */
  LayerWorkload withChannels(int inputChannels, int outputChannels);

  /**
   * What a convolution multiplies its ifmap with.
   *
   * @param window strides, padding, dilation in elements
   * @param zeroWeights weights of value zero, one entry a kernel, if weights are stored with a mask
   *     of those that are not; empty if all are stored
   */
  record Kernels(Window window, int groups, int weightBits, List<Integer> zeroWeights) {
    public Kernels {
      zeroWeights = List.copyOf(zeroWeights);
    }

    /** Kernels with all weights stored. */
    public Kernels(Window window, int groups, int weightBits) {
      this(window, groups, weightBits, List.of());
    }
  }

  /**
   * What a convolution reads and writes beside its weights.
   *
   * @param inputBits width of an activation read
   * @param imageInput the input is the image itself (first-layer packing may apply)
   * @param outputBits the copies written, one entry each (a block output: 2 and residualBits)
   * @param fusedAddBits width of each extra operand an add fused into the post-processor reads;
   *     empty if none
   * @param parameters what the post-processor reads for each output channel
   */
  record Activations(
      int inputBits,
      boolean imageInput,
      List<Integer> outputBits,
      List<Integer> fusedAddBits,
      ChannelParameters parameters) {
    public Activations {
      outputBits = List.copyOf(outputBits);
      fusedAddBits = List.copyOf(fusedAddBits);
    }

    /** For a post-processor that reads no parameters. */
    public Activations(
        int inputBits, boolean imageInput, List<Integer> outputBits, List<Integer> fusedAddBits) {
      this(inputBits, imageInput, outputBits, fusedAddBits, ChannelParameters.NONE);
    }

    /** The same with the parameters that a network's codes are made with. */
    public Activations converting() {
      return new Activations(
          inputBits, imageInput, outputBits, fusedAddBits, ChannelParameters.of(outputBits));
    }
  }

  /**
   * Convolution of one image (a fully connected layer is a 1x1 one, its plane one row an image of
   * the batch), with batch normalization, activation and requantization fused into its
   * post-processing.
   */
  record Convolution(
      String name,
      String operator,
      FeatureMap ifmap,
      FeatureMap ofmap,
      Kernels kernels,
      Activations activations)
      implements LayerWorkload {

    public int inputChannels() {
      return ifmap.channels();
    }

    public int inputHeight() {
      return ifmap.height();
    }

    public int inputWidth() {
      return ifmap.width();
    }

    public int outputChannels() {
      return ofmap.channels();
    }

    public int outputHeight() {
      return ofmap.height();
    }

    public int outputWidth() {
      return ofmap.width();
    }

    public Window window() {
      return kernels.window();
    }

    public int groups() {
      return kernels.groups();
    }

    public int weightBits() {
      return kernels.weightBits();
    }

    public List<Integer> zeroWeights() {
      return kernels.zeroWeights();
    }

    @Override
    public String precision() {
      return weightBits() + "x" + inputBits();
    }

    public int inputBits() {
      return activations.inputBits();
    }

    public boolean imageInput() {
      return activations.imageInput();
    }

    @Override
    public List<Integer> outputBits() {
      return activations.outputBits();
    }

    public List<Integer> fusedAddBits() {
      return activations.fusedAddBits();
    }

    @Override
    public long parameterBytes() {
      return (long) activations.parameters().bytesPerChannel() * outputChannels();
    }

    /**
     * The same with zeros of the weights left out, given by kernel; with none given all are stored.
     */
    public Convolution withZeroWeights(List<Integer> zeros) {
      return new Convolution(
          name,
          operator,
          ifmap,
          ofmap,
          new Kernels(window(), groups(), weightBits(), zeros),
          activations);
    }

    @Override
    public Convolution named(String newName) {
      return new Convolution(newName, operator, ifmap, ofmap, kernels, activations);
    }

    @Override
    public Convolution withChannels(int newInput, int newOutput) {
      boolean depthwise = groups() > 1 && groups() == inputChannels();
      return new Convolution(
          name,
          operator,
          ifmap.withChannels(newInput),
          ofmap.withChannels(newOutput),
          new Kernels(window(), depthwise ? newInput : groups(), weightBits()),
          activations);
    }

    /** MACs at the operand widths, not native products. */
    public long macs() {
      return (long) outputChannels()
          * outputHeight()
          * outputWidth()
          * (inputChannels() / groups())
          * window().kernelHeight()
          * window().kernelWidth();
    }
  }

  /** A step of the post-processor alone. */
  enum PostOperation {
    POOLING,
    ELEMENTWISE,
    /**
     * Data movement that cannot be done by addressing: what it reads is written, in other places.
     */
    COPY
  }

  /**
   * What a step of the post-processor reads.
   *
   * @param map how it lies in memory; of a tensor that is read in part, the part
   * @param bits width of an element
   * @param kept smaller than the result and broadcast to it: read once, ahead of all else, and held
   *     by the post-processor for every position (the gates of squeeze-and-excitation)
   */
  record Operand(FeatureMap map, int bits, boolean kept) {}

  /**
   * Pooling, unfused arithmetic of several tensors or of one, data movement. Operands and result
   * may be of any rank and need not be of one shape: each says how it lies in memory.
   *
   * @param window the pooling window; 1x1 otherwise
   * @param operands what is read; pooling has one
   * @param outputBits the copies written, one entry each
   * @param parameterBytes of numbers that differ from channel to channel, or element to element:
   *     scales, shifts, constants; read ahead of the first pixel and held. What is the same for all
   *     is in registers
   */
  record PostProcessing(
      String name,
      String operator,
      PostOperation operation,
      Window window,
      List<Operand> operands,
      FeatureMap ofmap,
      List<Integer> outputBits,
      long parameterBytes)
      implements LayerWorkload {
    /** Without parameters. */
    public PostProcessing(
        String name,
        String operator,
        PostOperation operation,
        Window window,
        List<Operand> operands,
        FeatureMap ofmap,
        List<Integer> outputBits) {
      this(name, operator, operation, window, operands, ofmap, outputBits, 0);
    }

    public PostProcessing {
      operands = List.copyOf(operands);
      outputBits = List.copyOf(outputBits);
      if (operation == PostOperation.POOLING
          && (operands.size() != 1 || operands.get(0).map().channels() != ofmap.channels())) {
        throw new IllegalArgumentException(
            name + ": pools " + operands + " to " + ofmap + ", expected as many channels in both");
      }
    }

    public int channels() {
      return ofmap.channels();
    }

    /** What pooling reads; the first operand of any other step. */
    public FeatureMap ifmap() {
      return operands.get(0).map();
    }

    public int inputHeight() {
      return ifmap().height();
    }

    public int inputWidth() {
      return ifmap().width();
    }

    public int outputHeight() {
      return ofmap.height();
    }

    public int outputWidth() {
      return ofmap.width();
    }

    @Override
    public String precision() {
      return inputBits().stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    /** Width of each operand, in order. */
    public List<Integer> inputBits() {
      return operands.stream().map(Operand::bits).toList();
    }

    /** Elements that the post-processor takes one after the other: pooling takes what it reads. */
    public long elements() {
      return operation == PostOperation.POOLING ? ifmap().elements() : ofmap.elements();
    }

    @Override
    public PostProcessing named(String newName) {
      return new PostProcessing(
          newName, operator, operation, window, operands, ofmap, outputBits, parameterBytes);
    }

    /** Operands of as many channels as the result stay so; others keep their part of it. */
    @Override
    public PostProcessing withChannels(int inputChannels, int outputChannels) {
      return new PostProcessing(
          name,
          operator,
          operation,
          window,
          operands.stream().map(o -> widened(o, outputChannels)).toList(),
          ofmap.withChannels(outputChannels),
          outputBits,
          parameterBytes * outputChannels / Math.max(1, channels()));
    }

    /**
     * Of a step that puts channels of zeros behind those it reads, the same with other numbers of
     * both; where it joins several operands, the last is another.
     */
    public PostProcessing padding(int inputChannels, int outputChannels) {
      int last = operands.size() - 1;
      Operand ending = operands.get(last);
      int read = operands.stream().mapToInt(o -> o.map().channels()).sum();
      int now = ending.map().channels() + inputChannels - read;
      List<Operand> others = new ArrayList<>(operands.subList(0, last));
      others.add(new Operand(ending.map().withChannels(now), ending.bits(), ending.kept()));
      FeatureMap padded = ofmap.withChannels(outputChannels);
      return new PostProcessing(
          name, operator, operation, window, others, padded, outputBits, parameterBytes);
    }

    private Operand widened(Operand operand, int outputChannels) {
      long own = operand.map().channels();
      if (own == 1 && operand.kept()) {
        return operand;
      }
      long scaled = (own * outputChannels + channels() - 1) / Math.max(1, channels());
      return new Operand(
          operand.map().withChannels(Math.toIntExact(scaled)), operand.bits(), operand.kept());
    }
  }
}
