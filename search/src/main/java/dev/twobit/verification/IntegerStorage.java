package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the integers of a network take.
 *
 * @param weights of all layers; {@code weightBytes} packed, {@code floatWeightBytes} as float32
 * @param thresholds of all channels and copies, {@code thresholdBytes} at 32 bits, or 64 in steps
 *     where a threshold needs more
 */
public record IntegerStorage(
    long weights,
    long weightBytes,
    long floatWeightBytes,
    long thresholds,
    long thresholdBytes,
    List<LayerCodes> layers) {
  public IntegerStorage {
    layers = List.copyOf(layers);
  }

  /** The packed weights of one layer. */
  public record LayerCodes(String layer, int bits, Encoding encoding, int weights, int bytes) {}

  static IntegerStorage of(IntegerNetwork network) {
    List<LayerCodes> layers = new ArrayList<>();
    long thresholds = 0;
    long thresholdBytes = 0;
    for (IntegerStep step : network.steps()) {
      if (step instanceof IntegerStep.Convolution c) {
        PackedCodes w = c.weights().codes();
        layers.add(
            new LayerCodes(c.name(), w.bits(), c.weights().encoding(), w.size(), w.byteCount()));
      }
      for (Thresholds table : step.tables()) {
        long count = Stream.of(table.thresholds()).mapToLong(row -> row.length).sum();
        thresholds += count;
        thresholdBytes += count * (isWide(table) ? Long.BYTES : Integer.BYTES);
      }
    }
    long weights = layers.stream().mapToLong(LayerCodes::weights).sum();
    return new IntegerStorage(
        weights,
        layers.stream().mapToLong(LayerCodes::bytes).sum(),
        weights * Float.BYTES,
        thresholds,
        thresholdBytes,
        layers);
  }

  /** A threshold that is neither of 32 bits nor stands for all or none. */
  private static boolean isWide(Thresholds table) {
    return Stream.of(table.thresholds())
        .flatMapToLong(java.util.Arrays::stream)
        .anyMatch(t -> t != (int) t && Math.abs(t) < Long.MAX_VALUE - 1 && t != Long.MIN_VALUE);
  }
}
