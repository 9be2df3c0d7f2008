package dev.twobit.simulator.validation;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Energy and area of a product of 2, 4 and 8 bits on arrays of 2-bit MACs, against Bit Fusion's
 * synthesis at 45 nm (Sharma et al., ISCA 2018), without the adder column of mid_rise codes, which
 * Bit Fusion has not. Rows that a hardware file's figure is itself taken from are shown and test
 * nothing.
 *
 * @param ratio energy of an 8-bit product over that of a 2-bit one, each on MACs of that width,
 *     against int8 over ternary on BrainTTA
 * @param passes energy of a product of sixteen passes over that of one, temporal composition,
 *     against 16-bit over 1-bit weights on UNPU, whose MACs are serial in the weights' bits
 */
public record CompositionValidation(List<Product> products, Comparison ratio, Comparison passes) {
  private static final List<String> COLUMNS =
      List.of("hardware", "bits", "unit", "pj", "um2", "own_energy", "own_area", "source");

  /** BrainTTA, arXiv 2211.11331, abstract: 405 and 67 fJ an operation, whole programmable SoC. */
  private static final double BRAIN_TTA_INT8_OVER_TERNARY = 405.0 / 67;

  /** UNPU, JSSC 2019, abstract: 50.6 and 3.08 TOPS/W, measured, whole chip at 65 nm. */
  private static final double UNPU_16_BITS_OVER_1 = 50.6 / 3.08;

  private static final int LARGE = 256;

  public CompositionValidation {
    products = List.copyOf(products);
  }

  /**
   * One width on one accelerator.
   *
   * @param composition how wider products are made of its MACs
   * @param unit of Bit Fusion's that makes the same product
   */
  public record Product(
      String hardware,
      Composition composition,
      int bits,
      String unit,
      Figure picojoules,
      Figure squareMicrometres) {}

  /**
   * Ours and theirs.
   *
   * @param ownSource ours is that very figure
   */
  public record Figure(double given, double ours, boolean ownSource) {
    public double errorPercent() {
      return 100 * (ours - given) / given;
    }
  }

  /** The rows that come with twobit. */
  public static CompositionValidation shipped() {
    List<Product> products =
        CsvRows.shipped("composition.csv", COLUMNS).stream()
            .map(CompositionValidation::product)
            .toList();
    double ours =
        picojoules(plain("nvdla-small-w8a8"), 8) / picojoules(plain("nvdla-small-w2a2"), 2);
    // Four slices of either operand.
    double sixteen =
        picojoules(plain("nvdla-small-w2a2"), 8) / picojoules(plain("nvdla-small-w2a2"), 2);
    return new CompositionValidation(
        products,
        new Comparison(
            "int8 over 2 bits, energy a product", 0, "ratio", BRAIN_TTA_INT8_OVER_TERNARY, ours),
        new Comparison(
            "16 passes over one, energy a product", 0, "ratio", UNPU_16_BITS_OVER_1, sixteen));
  }

  /** Energies that test something. */
  ValidationReport energies(Composition composition) {
    return report(
        p -> p.composition() == composition && !p.picojoules().ownSource(),
        p -> comparison(p, "pJ", p.picojoules()));
  }

  /** Areas that test something. */
  ValidationReport areas(Composition composition) {
    return report(
        p -> p.composition() == composition && !p.squareMicrometres().ownSource(),
        p -> comparison(p, "um2", p.squareMicrometres()));
  }

  private ValidationReport report(Predicate<Product> which, Function<Product, Comparison> figure) {
    return ValidationReport.of(products.stream().filter(which).map(figure).toList());
  }

  private static Comparison comparison(Product p, String unit, Figure figure) {
    String what = String.format(Locale.ROOT, "%d bits on %s", p.bits(), p.hardware());
    return new Comparison(what, 0, unit, figure.given(), figure.ours());
  }

  private static Product product(Row row) {
    HardwareConfig hardware = plain(row.text("hardware"));
    int bits = row.atLeast(1, "bits");
    return new Product(
        hardware.name(),
        hardware.precision().composition(),
        bits,
        row.text("unit"),
        new Figure(
            row.positive("pj"), picojoules(hardware, bits), row.text("own_energy").equals("yes")),
        new Figure(
            row.positive("um2"),
            squareMicrometres(hardware, bits),
            row.text("own_area").equals("yes")));
  }

  /** The accelerator without an adder column. */
  private static HardwareConfig plain(String name) {
    HardwareConfig h = HardwareCatalog.load(name);
    PrecisionConfig p = h.precision();
    return new HardwareConfig(
        h.label(),
        new HardwareConfig.Core(
            h.clockMegahertz(),
            h.array(),
            new PrecisionConfig(
                p.macWeightBits(),
                p.macActivationBits(),
                p.composition(),
                Encoding.TWOS_COMPLEMENT,
                p.accumulatorBits())),
        h.buffer(),
        h.memory(),
        h.postProcessor(),
        new HardwareConfig.Silicon(h.energy(), h.area()),
        h.hostLink(),
        h.sources());
  }

  /** Of a layer that fills the array. */
  private static double picojoules(HardwareConfig hardware, int bits) {
    LayerWorkload.Convolution layer = FillingLayer.of(LARGE, 1, bits);
    LayerTiming timing = EventEngine.simulate(layer, hardware);
    return EnergyModel.energy(layer, timing, hardware).macPicojoules() / layer.macs();
  }

  private static double squareMicrometres(HardwareConfig hardware, int bits) {
    ArrayConfig array = hardware.array();
    return SiliconArea.of(hardware).macArraySquareMicrometres()
        / array.macUnits()
        * hardware.precision().productsPerMac(bits, bits);
  }
}
