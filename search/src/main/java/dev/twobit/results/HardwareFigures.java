package dev.twobit.results;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.results.HardwareFacts.Figure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures of a configuration that decide its cycles and its energy, as text with units. */
final class HardwareFigures {
  static final String HOST_LINK = "host link";

  private HardwareFigures() {}

  static List<Figure> of(HardwareConfig hardware) {
    return Stream.concat(chip(hardware).stream(), link(hardware.hostLink()).stream()).toList();
  }

  private static Optional<Figure> link(HostLink link) {
    return link.isPresent()
        ? Optional.of(
            new Figure(
                HOST_LINK,
                "%s MB/s, %s µs of host and driver an inference, weights up to %,d bytes stay on chip"
                    .formatted(
                        number(link.bandwidthMegabytesPerSecond()),
                        number(link.hostMicroseconds()),
                        link.onChipWeightBytes())))
        : Optional.empty();
  }

  private static List<Figure> chip(HardwareConfig hardware) {
    BufferConfig buffer = hardware.buffer();
    return List.of(
        new Figure("array", array(hardware.array())),
        new Figure("precision", precision(hardware.precision())),
        new Figure("clock", number(hardware.clockMegahertz()) + " MHz"),
        new Figure(
            "operand buffer",
            number(buffer.capacityBytes() / 1024.0) + " KiB in " + buffer.banks() + " banks"),
        new Figure("external memory", memory(hardware.memory())),
        new Figure("post-processor", postProcessor(hardware.postProcessor())),
        new Figure("energies", energy(hardware.energy())),
        new Figure("leakage", leakage(hardware.energy())),
        new Figure("area", area(SiliconArea.of(hardware))),
        new Figure(
            "equal silicon",
            SiliconComparison.ofSibling(hardware)
                .map(HardwareFigures::silicon)
                .orElse("held against no other accelerator")));
  }

  private static String array(ArrayConfig array) {
    if (array instanceof ArrayConfig.DotProduct dot) {
      return "dot product, %d channels x %d kernels = %d MACs%s"
          .formatted(
              dot.atomicChannels(),
              dot.atomicKernels(),
              dot.macUnits(),
              dot.packFirstLayer() ? ", first layer packed" : "");
    }
    ArrayConfig.Systolic systolic = (ArrayConfig.Systolic) array;
    return "systolic, %d rows x %d columns = %d MACs, %s, fold overlap %s%s"
        .formatted(
            systolic.rows(),
            systolic.columns(),
            systolic.macUnits(),
            words(systolic.dataflow()),
            words(systolic.foldOverlap()),
            systolic.groupPacking() == ArrayConfig.GroupPacking.DIAGONAL
                ? ", groups side by side on the diagonal"
                : "");
  }

  private static String precision(PrecisionConfig precision) {
    return "%d-bit weights x %d-bit activations, wider ones composed (%s), weight codes %s, %d-bit accumulators"
        .formatted(
            precision.macWeightBits(),
            precision.macActivationBits(),
            words(precision.composition()),
            words(precision.weightEncoding()),
            precision.accumulatorBits());
  }

  private static String memory(MemoryConfig memory) {
    return "%s bytes per cycle, %d cycles to the first beat, atoms of %d bytes%s%s"
        .formatted(
            number(memory.bandwidthBytesPerCycle()),
            memory.readLatencyCycles(),
            memory.atomBytes(),
            memory.dram().isPresent()
                ? ", behind it %s with %d data lines"
                    .formatted(words(memory.dram().part()), memory.dram().busBits())
                : "",
            memory.overlap() == MemoryConfig.Overlap.SPREADSHEET
                ? "; a layer takes the larger of memory and MAC time, as NVIDIA's spreadsheet has"
                    + " it"
                : "");
  }

  private static String postProcessor(PostProcessorConfig post) {
    return "per cycle %d outputs, %d pooling inputs, %d element-wise results"
        .formatted(
            post.outputElementsPerCycle(),
            post.poolingElementsPerCycle(),
            post.elementwiseElementsPerCycle());
  }

  private static String energy(EnergyConfig energy) {
    return ("%s: MAC %s pJ, composed product %s pJ, fused product %s pJ, buffer read %s and write"
            + " %s pJ per byte, external memory %s pJ per byte, post-processor %s pJ per"
            + " element")
        .formatted(
            energy.node(),
            number(energy.products().macPicojoules()),
            number(energy.products().composedMacPicojoules()),
            number(energy.products().fusedMacPicojoules()),
            number(energy.traffic().sramReadPicojoulesPerByte()),
            number(energy.traffic().sramWritePicojoulesPerByte()),
            number(energy.traffic().dramPicojoulesPerByte()),
            number(energy.postProcessorPicojoulesPerElement()));
  }

  private static String leakage(EnergyConfig energy) {
    return "MAC %s nW, fused MAC %s nW, shift-accumulator %s nW; %s"
        .formatted(
            number(energy.leakage().macLeakageNanowatts()),
            number(energy.leakage().fusedMacLeakageNanowatts()),
            number(energy.leakage().shiftAccumulatorLeakageNanowatts()),
            energy.leakage().idleMilliwatts() == 0
                ? "buffers, clocks and idle registers not counted"
                : "clocks, idle registers and buffers "
                    + number(energy.leakage().idleMilliwatts())
                    + " mW");
  }

  private static String area(SiliconArea area) {
    return ("%s mm2: MAC array %s (MACs %s, shift-accumulators %s, mid-rise adders %s), operand"
            + " buffer %s, post-processor and rest %s")
        .formatted(
            squareMillimetres(area.wholeCoreSquareMicrometres()),
            squareMillimetres(area.macArraySquareMicrometres()),
            squareMillimetres(area.macsSquareMicrometres()),
            squareMillimetres(area.shiftAccumulatorsSquareMicrometres()),
            squareMillimetres(area.sumAddersSquareMicrometres()),
            squareMillimetres(area.bufferSquareMicrometres()),
            squareMillimetres(area.postProcessorSquareMicrometres()));
  }

  private static String silicon(SiliconComparison c) {
    return ("held against %s: MAC array %s of its area, whole core %s; on the same area %s times"
            + " its MACs by the array alone, %s times by the whole core")
        .formatted(
            c.against(),
            number(c.macArrayAreaRatio()),
            number(c.wholeCoreAreaRatio()),
            number(c.macsRatioAtEqualArray()),
            number(c.macsRatioAtEqualCore()));
  }

  private static String squareMillimetres(double squareMicrometres) {
    return number(squareMicrometres * 1e-6);
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String number(double value) {
    return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
