package dev.twobit.simulator.workload;

import java.util.List;

/**
 * How accumulators and the operands of a fused add are brought to one scale.
 *
 * @param accumulatorScale what an accumulator, or what it was rounded to, counts in a sum with
 *     addends
 * @param addendScales likewise, one an addend
 * @param roundings what accumulators become before addends are added to them: one conversion, or
 *     none if they are added as they are
 */
public record AddScaling(
    long accumulatorScale, List<Long> addendScales, List<OutputConversion.PerChannel> roundings) {
  /** Without a fused add. */
  public static final AddScaling NONE = new AddScaling(1, List.of(), List.of());

  public AddScaling {
    addendScales = List.copyOf(addendScales);
    roundings = List.copyOf(roundings);
  }

  /** What stays of it for kernels {@code [first, past)}. */
  AddScaling kernels(int first, int past) {
    return new AddScaling(
        accumulatorScale,
        addendScales,
        roundings.stream().map(rounding -> rounding.channels(first, past)).toList());
  }
}
