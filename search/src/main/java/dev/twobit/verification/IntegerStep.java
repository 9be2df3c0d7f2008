package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.OutputConversion.PerChannel;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostOperands.Places;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One step of the accelerator with all its integers but the activations. */
sealed interface IntegerStep {
  default String name() {
    return workload().name();
  }

  LayerWorkload workload();

  /** What its integers stand for: one entry, or none if they stand for nothing. */
  List<Meaning> meaning();

  /** Its conversions with numbers in memory. */
  List<Table> tables();

  /** What it writes, one entry a copy; a copy of no form is the 32-bit integer. */
  List<Copy> copies();

  /**
   * A copy of the output.
   *
   * @param tensor and form it is read in; {@code forms} is empty for the integer itself
   */
  record Copy(String tensor, List<CodedTensor> forms) {}

  /**
   * What the integers stand for, where a file says it.
   *
   * @param accumulator real value of an accumulator; {@code sum} of what is converted
   * @param rounded what an accumulator is rounded to before an add, if it is
   */
  record Meaning(
      PostProcessorFunction accumulator, PostProcessorFunction sum, List<CodedTensor> rounded) {}

  /**
   * A conversion with numbers in memory.
   *
   * @param tensor that it makes, or rounds
   * @param bits of the codes
   */
  record Table(String tensor, int bits, PerChannel conversion) {}

  private static Stream<Table> tables(List<OutputConversion> conversions, List<Copy> copies) {
    return IntStream.range(0, conversions.size())
        .boxed()
        .flatMap(
            i ->
                conversions.get(i) instanceof PerChannel p
                    ? Stream.of(table(copies.get(i).forms().get(0), p))
                    : Stream.empty());
  }

  private static Table table(CodedTensor coded, PerChannel conversion) {
    return new Table(coded.tensor(), coded.form().bits(), conversion);
  }

  /**
   * @param codes of the encoding, kernel by kernel, then channel of its group, row, column
   */
  record Weights(PackedCodes codes, Encoding encoding) {}

  /** A convolution or fully connected layer. */
  record Convolution(
      LayerWorkload.Convolution workload,
      CodedTensor input,
      Weights weights,
      List<CodedTensor> addends,
      AddScaling scaling,
      List<OutputConversion> conversions,
      List<Copy> copies,
      List<Meaning> meaning)
      implements IntegerStep {
    ConvolutionOperands operands(Function<CodedTensor, int[]> codes) {
      return operands(codes.apply(input), weights.codes().unpacked(), codes);
    }

    /** Operands of what follows the accumulators. */
    ConvolutionOperands afterAccumulation(Function<CodedTensor, int[]> codes) {
      return operands(new int[0], new int[0], codes);
    }

    private ConvolutionOperands operands(
        int[] activations, int[] levels, Function<CodedTensor, int[]> codes) {
      return new ConvolutionOperands(
          activations,
          -input.form().leastCode(),
          levels,
          weights.encoding(),
          addends.stream().map(codes).toList(),
          scaling,
          conversions);
    }

    @Override
    public List<Table> tables() {
      Stream<Table> roundings =
          IntStream.range(0, scaling.roundings().size())
              .mapToObj(i -> table(meaning.get(0).rounded().get(i), scaling.roundings().get(i)));
      return Stream.concat(roundings, IntegerStep.tables(conversions, copies)).toList();
    }
  }

  /** A step of the post-processor alone. */
  record Post(
      LayerWorkload.PostProcessing workload,
      List<CodedTensor> inputs,
      Places places,
      Reduction reduction,
      List<Long> scales,
      List<OutputConversion> conversions,
      List<Copy> copies,
      List<Meaning> meaning)
      implements IntegerStep {
    /** Whether elements change their places, and nothing else is done with several of them. */
    boolean isMovement() {
      return workload.operation() == PostOperation.COPY;
    }

    PostOperands operands(Function<CodedTensor, int[]> codes) {
      return new PostOperands(
          inputs.stream().map(c -> operand(c, codes.apply(c))).toList(),
          places,
          reduction,
          scales,
          conversions);
    }

    /** What is counted from the least code adds up to an offset; factors have their signs. */
    private int[] operand(CodedTensor tensor, int[] codes) {
      int least = tensor.form().leastCode();
      return reduction == Reduction.PRODUCT && least != 0
          ? IntStream.of(codes).map(code -> code + least).toArray()
          : codes;
    }

    @Override
    public List<Table> tables() {
      return IntegerStep.tables(conversions, copies).toList();
    }
  }

  /**
   * Elements moved in several forms, of which one says nothing of another: timed by its bytes
   * alone.
   */
  record Movement(LayerWorkload.PostProcessing workload, List<Copy> copies) implements IntegerStep {
    @Override
    public List<Meaning> meaning() {
      return List.of();
    }

    @Override
    public List<Table> tables() {
      return List.of();
    }
  }

  /**
   * What integers do not say: the accelerator's clocks and bytes are those of any such step, its
   * codes are those of the float computation.
   */
  record Real(LayerWorkload workload, List<Copy> copies) implements IntegerStep {
    @Override
    public List<Meaning> meaning() {
      return List.of();
    }

    @Override
    public List<Table> tables() {
      return List.of();
    }
  }
}
