package dev.twobit.verification;

import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The code of every integer, as the few integers at which it changes: for functions that thresholds
 * cannot say. Found by halving the integers until a half has one code, which the range of the
 * function's values there says ({@link ValueRange}).
 */
final class CodeTable {
  /** Ranges looked at for one channel; a function that takes more is refused. */
  private static final int MOST_RANGES = 1 << 19;

  private final ChannelFunction function;
  private final Activations form;
  private final List<Long> bounds = new ArrayList<>();
  private final List<Integer> codes = new ArrayList<>();
  private int ranges;

  private CodeTable(ChannelFunction function, Activations form) {
    this.function = function;
    this.form = form;
  }

  /**
   * Codes of a form, counted from its least, of all channels; empty if they change too often.
   *
   * @param largest magnitude of the integers
   */
  static Optional<Steps> of(PostProcessorFunction functions, Activations form, long largest) {
    int count = functions.channels().size();
    long[][] bounds = new long[count][];
    int[][] codes = new int[count][];
    for (int k = 0; k < count; k++) {
      CodeTable table = new CodeTable(functions.channels().get(k), form);
      if (!table.walk(-largest, largest)) {
        return Optional.empty();
      }
      // The first entry is the code of all below the first bound.
      bounds[k] = table.bounds.stream().skip(1).mapToLong(b -> b).toArray();
      codes[k] = table.codes.stream().mapToInt(c -> c).toArray();
    }
    return Optional.of(new Steps(bounds, codes));
  }

  private boolean walk(long first, long last) {
    if (++ranges > MOST_RANGES) {
      return false;
    }
    ValueRange values = new ValueRange(first, last).through(function);
    int code = code(values.least());
    if (first == last || code == code(values.most())) {
      if (codes.isEmpty() || codes.get(codes.size() - 1) != code) {
        bounds.add(first);
        codes.add(code);
      }
      return true;
    }
    long middle = Math.floorDiv(first + last, 2);
    return walk(first, middle) && walk(middle + 1, last);
  }

  /** As QuantizeLinear rounds, counted from the least code. */
  private int code(double value) {
    return form.code(value) - form.leastCode();
  }
}
