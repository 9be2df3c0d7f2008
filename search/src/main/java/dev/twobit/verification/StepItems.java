package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a step's workload, which is of planes (channel, row, column), takes the tensors around it:
 * item after item of their leading axis, or, where it is fully connected, all rows of features as
 * one plane of so many rows. Movements take tensors whole.
 *
 * @param runs of the step, one an item
 * @param rows of features that one run takes
 */
record StepItems(int runs, int rows) {
  private static final StepItems WHOLE = new StepItems(1, 1);

  static StepItems of(LoweredLayer lowered) {
    Layer first = lowered.members().get(0);
    return first.asFullyConnected().isPresent()
            && lowered.workload() instanceof LayerWorkload.Convolution c
        ? new StepItems(1, c.outputHeight())
        : new StepItems(lowered.runs(), 1);
  }

  /** Of every step of a lowered network, in order. */
  static List<StepItems> of(List<LoweredLayer> lowered) {
    return lowered.stream().map(StepItems::of).toList();
  }

  private static StepItems of(StepItems items, IntegerStep step) {
    return step instanceof IntegerStep.Movement || step instanceof IntegerStep.Real ? WHOLE : items;
  }

  /** Computes one item of a step from the codes it reads. */
  @FunctionalInterface
  interface OneItem {
    List<int[]> run(Function<CodedTensor, int[]> codes);
  }

  /** Every copy of a step's output, all items together, as its tensors hold them. */
  List<int[]> run(IntegerStep step, Function<CodedTensor, int[]> codes, OneItem one) {
    StepItems items = of(this, step);
    List<List<int[]>> parts = new ArrayList<>();
    for (int item = 0; item < items.runs; item++) {
      parts.add(one.run(items.view(codes, item)));
    }
    List<int[]> copies = new ArrayList<>();
    for (int copy = 0; copy < parts.get(0).size(); copy++) {
      copies.add(items.joined(parts, copy));
    }
    return copies;
  }

  /** Errors of a step's conversions, all items together. */
  List<ConversionError> errors(ConversionAudit audit, Function<CodedTensor, int[]> codes) {
    StepItems items = of(this, audit.exact());
    List<ConversionError> all = new ArrayList<>(audit.errors(items.view(codes, 0)));
    for (int item = 1; item < items.runs; item++) {
      List<ConversionError> next = audit.errors(items.view(codes, item));
      for (int i = 0; i < all.size(); i++) {
        all.set(i, all.get(i).plus(next.get(i)));
      }
    }
    return all;
  }

  private int[] joined(List<List<int[]>> parts, int copy) {
    int each = parts.get(0).get(copy).length;
    int[] all = new int[each * runs];
    for (int item = 0; item < runs; item++) {
      System.arraycopy(parts.get(item).get(copy), 0, all, item * each, each);
    }
    return turned(all, all.length / rows);
  }

  /** What one run reads: its item, or the rows as a plane. */
  Function<CodedTensor, int[]> view(Function<CodedTensor, int[]> codes, int item) {
    return tensor -> item(codes.apply(tensor), item);
  }

  /** The same where codes may not be known. */
  Function<CodedTensor, Optional<int[]>> optionalView(
      Function<CodedTensor, Optional<int[]>> codes, int item) {
    return tensor -> codes.apply(tensor).map(all -> item(all, item));
  }

  private int[] item(int[] all, int item) {
    int each = all.length / runs;
    return runs == 1 ? turned(all, rows) : Arrays.copyOfRange(all, item * each, (item + 1) * each);
  }

  /** A matrix of so many rows by its columns; itself where that is no change. */
  private int[] turned(int[] matrix, int count) {
    if (rows == 1) {
      return matrix;
    }
    int columns = matrix.length / count;
    int[] turned = new int[matrix.length];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * count + row] = matrix[row * columns + column];
      }
    }
    return turned;
  }

  /** Index of the channel that element {@code i} of a tensor of so many elements is of. */
  int channel(int i, int elements, int channels) {
    return rows > 1 ? i % channels : i % (elements / runs) / (elements / runs / channels);
  }
}
