package dev.twobit.hardware;

import dev.twobit.precision.Bits;
import dev.twobit.settings.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What a file may say and hardly means: rules of thumb, for warnings. */
public final class HardwarePlausibility {
  /** Clocks of accelerators in silicon or on FPGAs are well within. */
  private static final double LEAST_MEGAHERTZ = 10;

  private static final double MOST_MEGAHERTZ = 5000;

  /** Several stacks of HBM3 carry less. */
  private static final double MOST_GIGABYTES_PER_SECOND = 10_000;

  private final HardwareConfig hardware;
  private final List<String> warnings = new ArrayList<>();

  private HardwarePlausibility(HardwareConfig hardware) {
    this.hardware = hardware;
  }

  /** One line each; none for what seems right. */
  public static List<String> warnings(HardwareConfig hardware) {
    HardwarePlausibility checked = new HardwarePlausibility(hardware);
    checked.speeds();
    checked.accumulators();
    checked.ofOtherBits("energy.macPicojoules", h -> h.energy().products().macPicojoules());
    checked.ofOtherBits("area.macSquareMicrometres", h -> h.area().macSquareMicrometres());
    checked.memories();
    return List.copyOf(checked.warnings);
  }

  private void speeds() {
    double clock = hardware.clockMegahertz();
    if (clock < LEAST_MEGAHERTZ || clock > MOST_MEGAHERTZ) {
      warn(
          "clockMegahertz is "
              + Canonical.number(clock)
              + "; accelerators have 10 to 5000: is it in another unit?");
    }
    double bandwidth = hardware.memoryGigabytesPerSecond();
    if (bandwidth > MOST_GIGABYTES_PER_SECOND) {
      warn(
          "memory.beatBytes a memory.cyclesPerBeat carries "
              + Canonical.number(bandwidth)
              + " GB/s at this clock, which no memory does");
    }
  }

  /** Even the sum of one clock's products must fit. */
  private void accumulators() {
    PrecisionConfig precision = hardware.precision();
    int terms = productsAdded(hardware.array());
    int needed =
        precision.macWeightBits()
            + precision.macActivationBits()
            + (Integer.SIZE - Integer.numberOfLeadingZeros(terms - 1))
            + 1;
    if (precision.accumulatorBits() < needed) {
      warn(
          "precision.accumulatorBits is "
              + precision.accumulatorBits()
              + ", too narrow for any layer: "
              + terms
              + (terms == 1 ? " product" : " products")
              + " of "
              + bits(hardware)
              + " bits, which the array adds up at once, need "
              + needed);
    }
  }

  private static int productsAdded(ArrayConfig array) {
    if (array instanceof ArrayConfig.DotProduct dot) {
      return dot.atomicChannels();
    }
    ArrayConfig.Systolic systolic = (ArrayConfig.Systolic) array;
    return systolic.dataflow() == ArrayConfig.Dataflow.OUTPUT_STATIONARY ? 1 : systolic.rows();
  }

  /** A figure that was copied with an accelerator, and the bits then changed. */
  private void ofOtherBits(String key, ToDoubleFunction<HardwareConfig> figure) {
    double value = figure.applyAsDouble(hardware);
    List<HardwareConfig> alike =
        HardwareCatalog.names().stream()
            .map(HardwareCatalog::load)
            .filter(h -> value > 0 && figure.applyAsDouble(h) == value)
            .toList();
    Optional<HardwareConfig> other =
        alike.stream().filter(h -> !bits(h).equals(bits(hardware))).findFirst();
    if (other.isPresent() && alike.stream().noneMatch(h -> bits(h).equals(bits(hardware)))) {
      warn(
          key
              + " is that of "
              + other.get().name()
              + ", whose MACs are "
              + bits(other.get())
              + " bits; these are "
              + bits(hardware));
    }
  }

  /** As given: {@link Bits} ends at eight. */
  private static String bits(HardwareConfig hardware) {
    PrecisionConfig precision = hardware.precision();
    return precision.macWeightBits() + "x" + precision.macActivationBits();
  }

  private void memories() {
    EnergyConfig.Traffic traffic = hardware.energy().traffic();
    if (traffic.dramPicojoulesPerByte() > 0
        && traffic.sramReadPicojoulesPerByte() > traffic.dramPicojoulesPerByte()) {
      warn(
          "energy.sramReadPicojoulesPerByte is above energy.dramPicojoulesPerByte: a buffer that"
              + " costs more than the memory it saves");
    }
  }

  private void warn(String what) {
    warnings.add(hardware.name() + ": " + what);
  }
}
