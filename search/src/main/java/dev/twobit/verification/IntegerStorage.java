package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.workload.ConversionForm;
import dev.twobit.simulator.workload.OutputConversion.Requantize;
import dev.twobit.simulator.workload.OutputConversion.Steps;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the integers of a network take.
 *
 * @param weights of all layers; {@code weightBytes} packed, {@code floatWeightBytes} as float32
 * @param conversionBytes of what makes codes of sums, as it is stored
 * @param thresholdBytes of the same if all were thresholds; {@code multiplyShiftBytes} if all were
 *     multipliers, shifts and offsets
 */
public record IntegerStorage(
    long weights,
    long weightBytes,
    long floatWeightBytes,
    long conversionBytes,
    long thresholdBytes,
    long multiplyShiftBytes,
    List<LayerCodes> layers,
    List<LayerConversion> conversions) {
  public IntegerStorage {
    layers = List.copyOf(layers);
    conversions = List.copyOf(conversions);
  }

  /** The packed weights of one layer. */
  public record LayerCodes(String layer, int bits, Encoding encoding, int weights, int bytes) {}

  /**
   * What makes the codes of one tensor; a layer has one for every form its output is read in and
   * one for what it rounds before an add.
   *
   * @param tensor whose codes they are, of {@code bits} bits
   * @param form that is stored
   * @param bytes of it; {@code thresholdBytes} as thresholds, {@code multiplyShiftBytes} as
   *     multipliers, shifts and offsets, whether or not those can say it
   */
  public record LayerConversion(
      String layer,
      String tensor,
      int bits,
      ConversionForm form,
      int channels,
      long bytes,
      long thresholdBytes,
      long multiplyShiftBytes) {
    /**
     * Of more bits than thresholds are meant for: they are no line, or fixed point cannot hold it.
     */
    public boolean isKept() {
      return form == ConversionForm.THRESHOLDS && ConversionForm.of(bits) != form;
    }
  }

  /**
   * @param exact the same network with thresholds everywhere
   */
  static IntegerStorage of(IntegerNetwork network, IntegerNetwork exact) {
    List<LayerCodes> layers = new ArrayList<>();
    List<LayerConversion> conversions = new ArrayList<>();
    for (int at = 0; at < network.steps().size(); at++) {
      IntegerStep step = network.steps().get(at);
      if (step instanceof IntegerStep.Convolution c) {
        PackedCodes w = c.weights().codes();
        layers.add(
            new LayerCodes(c.name(), w.bits(), c.weights().encoding(), w.size(), w.byteCount()));
      }
      List<IntegerStep.Table> thresholds = exact.steps().get(at).tables();
      for (int i = 0; i < thresholds.size(); i++) {
        conversions.add(conversion(step.name(), step.tables().get(i), thresholds.get(i)));
      }
    }
    long weights = layers.stream().mapToLong(LayerCodes::weights).sum();
    return new IntegerStorage(
        weights,
        layers.stream().mapToLong(LayerCodes::bytes).sum(),
        weights * Float.BYTES,
        conversions.stream().mapToLong(LayerConversion::bytes).sum(),
        conversions.stream().mapToLong(LayerConversion::thresholdBytes).sum(),
        conversions.stream().mapToLong(LayerConversion::multiplyShiftBytes).sum(),
        layers,
        conversions);
  }

  private static LayerConversion conversion(
      String layer, IntegerStep.Table stored, IntegerStep.Table exact) {
    int channels = stored.conversion().count();
    long asThresholds =
        exact.conversion() instanceof Thresholds t
            ? thresholdBytes(t)
            : exact.conversion() instanceof Steps t
                ? tableBytes(t)
                : (long) channels * ConversionForm.THRESHOLDS.bytesPerChannel(stored.bits());
    long asMultipliers =
        (long) channels * ConversionForm.MULTIPLY_SHIFT.bytesPerChannel(stored.bits());
    boolean compares = !(stored.conversion() instanceof Requantize);
    return new LayerConversion(
        layer,
        stored.tensor(),
        stored.bits(),
        compares ? ConversionForm.THRESHOLDS : ConversionForm.MULTIPLY_SHIFT,
        channels,
        compares ? asThresholds : asMultipliers,
        asThresholds,
        asMultipliers);
  }

  /** Bounds at 32 bits, codes in a byte. */
  private static long tableBytes(Steps table) {
    long bounds = Stream.of(table.bounds()).mapToLong(row -> row.length).sum();
    long codes = Stream.of(table.codes()).mapToLong(row -> row.length).sum();
    return bounds * Integer.BYTES + codes;
  }

  /** At 32 bits, or 64 where a threshold that does not stand for all or none needs more. */
  private static long thresholdBytes(Thresholds table) {
    long count = Stream.of(table.thresholds()).mapToLong(row -> row.length).sum();
    boolean wide =
        Stream.of(table.thresholds())
            .flatMapToLong(Arrays::stream)
            .anyMatch(t -> t != (int) t && Math.abs(t) < Long.MAX_VALUE - 1 && t != Long.MIN_VALUE);
    return count * (wide ? Long.BYTES : Integer.BYTES);
  }
}
