package dev.twobit.verification;

import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.simulator.Addressing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A QCDQ file on a test set in plain Java integers; the same bits for any number of threads. */
public final class IntegerInference {
  private final IntegerNetwork network;
  private final IntegerNetwork exact;

  private IntegerInference(IntegerNetwork network, IntegerNetwork exact) {
    this.network = network;
    this.exact = exact;
  }

  /**
   * Weights packed, batch norms and steps made thresholds or, for codes of more than two bits,
   * multipliers and shifts. Throws {@link dev.twobit.network.InvalidInputException} naming the
   * first node that integers cannot say or whose sums 32 bits may not hold.
   */
  public static IntegerInference of(QcdqFile file) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    return new IntegerInference(
        lowered(deployed, QcdqLowering.Conversions.STORED),
        lowered(deployed, QcdqLowering.Conversions.EXACT));
  }

  private static IntegerNetwork lowered(
      DeployedNetwork deployed, QcdqLowering.Conversions conversions) {
    return QcdqLowering.lower(deployed, Addressing.STRIDED, conversions);
  }

  public IntegerStorage storage() {
    return IntegerStorage.of(network, exact);
  }

  /**
   * The network with thresholds everywhere: what it computes, and what multipliers and shifts would
   * have made of the same sums.
   *
   * @param outputs of every image, as the real values they stand for
   * @param errors one entry a multiplier and shift, all images together
   */
  public record Exact(List<float[]> outputs, List<ConversionError> errors) {
    public Exact {
      outputs = List.copyOf(outputs);
      errors = List.copyOf(errors);
    }
  }

  /** Images 0 to {@code count} - 1 by thresholds. */
  public Exact exact(IntFunction<float[]> images, int count, int threads) {
    List<Exact> parts = ParallelMap.of(count, threads, i -> exact(images.apply(i)));
    List<ConversionError> errors = new ArrayList<>(parts.get(0).errors);
    for (Exact part : parts.subList(1, count)) {
      for (int i = 0; i < errors.size(); i++) {
        errors.set(i, errors.get(i).plus(part.errors.get(i)));
      }
    }
    return new Exact(parts.stream().map(p -> p.outputs.get(0)).toList(), errors);
  }

  private Exact exact(float[] image) {
    CodeStore codes = exact.codes(image);
    List<ConversionError> errors = new ArrayList<>();
    int[] at = {0};
    List<int[]> last =
        IntegerRun.run(
            exact,
            codes,
            (step, items, read) -> {
              ConversionAudit audit = new ConversionAudit(network.steps().get(at[0]++), step);
              errors.addAll(items.errors(audit, read::get));
              return IntegerRun.outputs(step, items, read);
            });
    return new Exact(List.of(exact.real(last)), errors);
  }

  /** The network's outputs for images 0 to {@code count} - 1, as the real values they stand for. */
  public List<float[]> outputs(IntFunction<float[]> images, int count, int threads) {
    return ParallelMap.of(count, threads, i -> output(images.apply(i)));
  }

  private float[] output(float[] image) {
    CodeStore codes = network.codes(image);
    return network.real(IntegerRun.run(network, codes, IntegerRun::outputs));
  }
}
