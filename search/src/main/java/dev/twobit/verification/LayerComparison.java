package dev.twobit.verification;

import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.verification.RandomConvolution;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.verification.LayerExport.Arithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One random convolution: every code that the clocked engine writes against what ONNX Runtime makes
 * of the layer written as an ONNX file.
 *
 * @param drawn the layer
 * @param byFloat it ran as {@code Conv} on floats, which only fits below 2^24
 * @param codes compared, every copy
 * @param clocks the clocked engine simulated
 * @param difference the first code that was unequal, with the layer; empty if none
 */
record LayerComparison(
    RandomConvolution drawn,
    boolean byFloat,
    long codes,
    long clocks,
    Optional<String> difference) {

  static LayerComparison run(long seed) {
    RandomConvolution drawn = RandomConvolution.draw(seed);
    var tick =
        TickEngine.simulate(
            drawn.layer(),
            EventEngine.tiling(drawn.layer(), drawn.hardware()),
            drawn.operands(),
            drawn.hardware());
    int[] ours = concatenated(tick.outputs());
    List<Arithmetic> ways = new ArrayList<>(List.of(Arithmetic.INTEGER));
    if (LayerExport.fitsFloat(drawn.layer(), drawn.operands())) {
      ways.add(0, Arithmetic.FLOAT);
    }
    Optional<String> difference = Optional.empty();
    for (Arithmetic way : ways) {
      if (difference.isEmpty()) {
        difference = firstDifference(drawn, ours, onnxRuntime(drawn, way), way);
      }
    }
    return new LayerComparison(drawn, ways.size() == 2, ours.length, tick.clocks(), difference);
  }

  private static int[] concatenated(List<int[]> copies) {
    return copies.stream().flatMapToInt(java.util.Arrays::stream).toArray();
  }

  private static float[] onnxRuntime(RandomConvolution drawn, Arithmetic way) {
    ConvolutionOperands operands = drawn.operands();
    byte[] model = LayerExport.model(drawn.layer(), operands, way);
    float[] input = new float[operands.input().length];
    for (int i = 0; i < input.length; i++) {
      input[i] = operands.input()[i];
    }
    try (var session =
        OnnxRuntimeSession.of(model, "seed " + drawn.seed(), Optimization.BASIC, 1)) {
      return session.run(input, LayerExport.inputShape(drawn.layer()));
    }
  }

  private static Optional<String> firstDifference(
      RandomConvolution drawn, int[] ours, float[] theirs, Arithmetic way) {
    if (ours.length != theirs.length) {
      return Optional.of(
          "seed " + drawn.seed() + ": tick " + ours.length + " codes, ONNX " + theirs.length);
    }
    for (int i = 0; i < ours.length; i++) {
      if (ours[i] != theirs[i]) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "seed %d, element %d: tick %d, ONNX Runtime (%s) %.0f%n  %s%n  %s",
                drawn.seed(),
                i,
                ours[i],
                way == Arithmetic.FLOAT ? "Conv" : "ConvInteger",
                theirs[i],
                drawn.layer(),
                drawn.hardware()));
      }
    }
    return Optional.empty();
  }
}
