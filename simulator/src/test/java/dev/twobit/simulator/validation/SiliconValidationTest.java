package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.EditedHardware;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.validation.CompositionValidation.Product;
import dev.twobit.simulator.validation.NvdlaEnergyValidation.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Energies and areas against published ones: golden figures with their sources, and invariants. */
class SiliconValidationTest {
  private static final NvdlaEnergyValidation ENERGY = NvdlaEnergyValidation.shipped();
  private static final NvdlaAreaValidation AREA = NvdlaAreaValidation.shipped();

  @TempDir Path folder;

  /** Stillmaker and Baas 2017, table 5: coefficients of V^2, V and 1; ITRS in Lumos' Tech.py. */
  private static NodeScaling scaling(String name) {
    return NodeScaling.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void factorsFollowFromWhatTheirSourcesPrint() {
    double highPerformance = at(0.8, 0.2958, -0.1241, 0.03024) / at(0.9, 1.018, -0.3107, 0.1539);
    double lowPower = at(0.8, 0.2139, -0.1187, 0.05639) / at(0.9, 1.103, -0.362, 0.2767);
    double dimensions = 16 / 45.0 * Math.pow(0.8 / 0.9, 2);
    assertEnergy(scaling("stillmaker-hp"), highPerformance);
    assertEnergy(scaling("stillmaker-lp"), lowPower);
    assertEnergy(scaling("lumos-itrs"), 0.38 / 1.81);
    assertEnergy(scaling("lumos-conservative"), 0.39 / 1.25);
    assertEnergy(scaling("dimensions"), dimensions);
    assertThat(scaling("stillmaker-hp").area28()).isCloseTo(0.46 - 0.25 * 4 / 12, within(5e-5));
    assertThat(scaling("lumos-itrs").area28()).isCloseTo(0.5 - 0.25 * 4 / 10, within(5e-5));
    assertThat(scaling("dimensions").area16()).isCloseTo(Math.pow(16 / 45.0, 2), within(5e-5));
    assertThat(NodeScaling.all())
        .hasSize(5)
        .allSatisfy(
            s -> {
              assertThat(s.area16()).isLessThan(s.area28());
              assertThat(s.area28()).isLessThan(1);
              assertThat(s.energy()).isLessThan(1);
            });
  }

  private static double at(double volt, double square, double linear, double constant) {
    return square * volt * volt + linear * volt + constant;
  }

  private static void assertEnergy(NodeScaling scaling, double expected) {
    assertThat(scaling.energy()).as(scaling.name()).isCloseTo(expected, within(5e-5));
  }

  /** NVIDIA's primer: average milliwatts over frames a second. */
  @Test
  void publishedEnergiesAreThePrimers() {
    assertThat(ENERGY.points())
        .extracting(Point::macs)
        .containsExactly(2048, 1024, 512, 256, 128, 64, 32);
    List<Double> milliwattsPerFrame =
        List.of(291 / 269.0, 143 / 153.0, 80 / 93.0, 48 / 46.0, 31 / 20.0, 21 / 7.3, 17 / 3.6);
    assertThat(ENERGY.points())
        .extracting(Point::publishedMillijoules)
        .isEqualTo(milliwattsPerFrame);
  }

  @Test
  void energiesAreTheSumOfTheirPartsAndScaledByOneFactor() {
    for (Point p : ENERGY.points()) {
      double factor = ENERGY.scaling().energy();
      assertThat(p.counted().sum()).isCloseTo(factor * p.unscaledMillijoules(), within(1e-12));
      assertThat(p.predictedMillijoules())
          .isCloseTo(p.publishedMillijoules() * (1 + p.errorPercent() / 100), within(1e-12));
      // 3.858 GMAC of Bit Fusion's 8bx8b PE.
      assertThat(p.counted().macs()).isCloseTo(3.857973248 * 0.2034 * factor, within(1e-9));
    }
  }

  /** The constant is a key of hardware files: scaled energies and that key simulate to the sum. */
  @Test
  void aFileWithTheConstantSimulatesToThePrediction() {
    Point point = ENERGY.points().get(5);
    double factor = ENERGY.scaling().energy();
    NvdlaSilicon silicon =
        NvdlaSilicon.of(CsvRows.shipped(PublishedSilicon.ROWS, List.of("macs")).get(5));
    HardwareConfig h = silicon.hardware();
    EnergyConfig e = h.energy();
    double seconds = silicon.resNet50().latencyMilliseconds() * 1e-3;
    EnergyConfig at16 =
        new EnergyConfig(
            new EnergyConfig.Products(factor * e.products().macPicojoules(), 0, 0),
            new EnergyConfig.Traffic(
                factor * e.traffic().sramReadPicojoulesPerByte(),
                factor * e.traffic().sramWritePicojoulesPerByte(),
                0),
            factor * e.postProcessorPicojoulesPerElement(),
            new EnergyConfig.Leakage(
                factor * e.leakage().macLeakageNanowatts(), 0, 0, point.clocks() / seconds),
            "16 nm, scaled from 45 nm");
    NvdlaSilicon scaled =
        new NvdlaSilicon(
            silicon.row(),
            silicon.size(),
            new HardwareConfig(
                h.label(),
                new HardwareConfig.Core(h.clockMegahertz(), h.array(), h.precision()),
                h.buffer(),
                h.memory(),
                h.postProcessor(),
                new HardwareConfig.Silicon(at16, h.area()),
                h.hostLink(),
                h.sources()));
    assertThat(scaled.resNet50().energyMillijoules())
        .isCloseTo(point.predictedMillijoules(), within(1e-9));
  }

  @Test
  void oneSizeIsFittedAndIsExact() {
    assertThat(ENERGY.points()).filteredOn(Point::fitted).hasSize(1);
    assertThat(ENERGY.points())
        .filteredOn(Point::fitted)
        .allSatisfy(p -> assertThat(p.errorPercent()).isCloseTo(0, within(1e-9)));
    assertThat(ENERGY.report().rows()).isEqualTo(6);
    assertThat(AREA.points()).filteredOn(NvdlaAreaValidation.Point::fitted).hasSize(1);
    assertThat(AREA.report28().rows()).isEqualTo(6);
    assertThat(AREA.report16().rows()).isEqualTo(7);
  }

  /**
   * Where it stands, to the digit, so that it moves unseen in neither direction: one size misses
   * the aim of 30 % by two. With buffers at the price of narrow accesses, several times what others
   * state for theirs, the mean was 12.1: these points are no evidence for the price that is right.
   */
  @Test
  void fiveOfSixEnergiesAreWithinThirtyPercent() {
    assertThat(ENERGY.points())
        .filteredOn(p -> p.macs() != 2048)
        .allSatisfy(p -> assertThat(Math.abs(p.errorPercent())).isLessThan(25));
    assertThat(ENERGY.report().meanErrorPercent()).isCloseTo(14.494, within(5e-3));
    assertThat(ENERGY.report().worstErrorPercent()).isCloseTo(32.253, within(5e-3));
  }

  /**
   * What is counted has to be worth more than the constant alone: 24.7 % on average. It was worth
   * half of that error while buffers were dear; it is worth two fifths.
   */
  @Test
  void countsLessenTheErrorOfTheConstantAlone() {
    SiliconTrial alone =
        ENERGY.trials().stream()
            .filter(t -> t.form().contains("nothing else"))
            .findFirst()
            .orElseThrow();
    assertThat(alone.meanErrorPercent()).isCloseTo(24.7, within(0.05));
    assertThat(ENERGY.report().meanErrorPercent() / alone.meanErrorPercent())
        .isCloseTo(0.587, within(2e-3));
  }

  @Test
  void areasAtTwentyEightNanometresAreWithinTwentyFivePercent() {
    assertThat(AREA.report28().worstErrorPercent()).isLessThan(25);
    assertThat(AREA.report28().meanErrorPercent()).isLessThan(10);
    assertThat(AREA.report16().worstErrorPercent()).isLessThan(28);
    assertThat(AREA.points())
        .allSatisfy(
            p ->
                assertThat(p.at16().predicted() / p.predicted28())
                    .isCloseTo(0.19 / 0.3767, within(1e-9)));
  }

  /** A row's published figures move its error; predictions and the constant stay. */
  @Test
  void rowsOfOnesOwnMoveNoConstant() throws IOException {
    NvdlaEnergyValidation energy =
        NvdlaEnergyValidation.run(
            rows(
                "macs,cbuf_kb,dram_gbps,fps_published,area16_mm2,avg_mw_16nm",
                "2048,512,20,269,3.3,582",
                "512,256,10,93,1.4,80"));
    Point ours = energy.points().get(0);
    Point shipped = ENERGY.points().get(0);
    assertThat(ours.predictedMillijoules()).isEqualTo(shipped.predictedMillijoules());
    assertThat(ours.publishedMillijoules()).isEqualTo(2 * shipped.publishedMillijoules());
    assertThat(energy.report().rows()).isEqualTo(1);
    NvdlaAreaValidation area =
        NvdlaAreaValidation.run(
            rows("macs,cbuf_kb,dram_gbps,area28_mm2,area16_mm2", "2048,512,20,11,6.6"));
    assertThat(area.points().get(0).predicted28()).isEqualTo(AREA.points().get(0).predicted28());
    assertThat(area.squareMillimetresPerLane()).isEqualTo(AREA.squareMillimetresPerLane());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "64,128,1,7.3,0.55,-1 | column 'avg_mw_16nm': found '-1', expected a number above 0",
        "64,128,1,7.3,0.01,21 | column 'area16_mm2': found '0.01', expected more than the buffer",
        "96,128,1,7.3,0.55,21 | column 'macs': found '96', expected one of",
        "64,128,1,0,0.55,21 | column 'fps_published': found '0', expected a number above 0"
      })
  void badRowsAreOneLine(String row, String expected) throws IOException {
    Path file = rows("macs,cbuf_kb,dram_gbps,fps_published,area16_mm2,avg_mw_16nm", row);
    assertThatThrownBy(() -> NvdlaEnergyValidation.run(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rows.csv:2: " + expected)
        .message()
        .doesNotContain("\n");
  }

  /**
   * Bit Fusion's synthesis: 0.4592 pJ and 1735 um2 a unit of 16 2-bit MACs, 0.1178 pJ and 354 um2
   * one of four; 0.0407 pJ a fixed 2-bit PE.
   */
  @Test
  void productsAreMadeOfAsManyMacsAsTheirBitsTake() {
    CompositionValidation result = CompositionValidation.shipped();
    Function<Product, Double> ours = p -> p.picojoules().ours();
    assertThat(result.products())
        .filteredOn(p -> p.composition() == Composition.SPATIAL)
        .extracting(ours)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(0.4592 / 16, 0.4592 / 4, 0.4592);
    assertThat(result.products())
        .filteredOn(p -> p.hardware().equals("nvdla-small-w2a2"))
        .extracting(ours)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
        .containsExactly(0.0407, 4 * 0.0407, 16 * 0.0407);
    assertThat(result.products())
        .filteredOn(p -> p.composition() == Composition.SPATIAL && p.bits() < 8)
        .extracting(p -> p.squareMicrometres().given())
        .containsExactly(354 / 4.0, 354.0);
    assertThat(result.energies(Composition.SPATIAL).worstErrorPercent()).isLessThan(3);
    assertThat(result.energies(Composition.TEMPORAL).worstErrorPercent()).isBetween(40.0, 43.0);
    assertThat(result.areas(Composition.SPATIAL).worstErrorPercent()).isLessThan(25);
    assertThat(result.ratio().given()).isCloseTo(6.045, within(1e-3));
    assertThat(result.passes().simulated()).isCloseTo(16, within(1e-9));
    assertThat(result.passes().given()).isCloseTo(16.43, within(5e-3));
  }

  /**
   * Bit Fusion prints 0.021, 0.059 and 0.033 pJ a bit read, 0.029, 0.114 and 0.073 written: of 512,
   * 16 and 32 memories of 4 bytes (simulator.py, get_energy_cost). From the same rows come the same
   * figures.
   */
  @Test
  void aBufferIsAsManyMemoriesAsItsPortIsWide() {
    List<BufferComparison> buffers = BufferComparison.shipped();
    assertThat(buffers)
        .filteredOn(BufferComparison::ownSource)
        .hasSize(3)
        .flatExtracting(BufferComparison::energies)
        .hasSize(6)
        .allSatisfy(e -> assertThat(e.simulated()).isCloseTo(e.given(), within(5e-4)));
    // 128 bytes: 0.684 pJ for 32 bits; 2048 bytes: 1.903.
    assertThat(SramRow.ofPort(65536, 2048).readPicojoulesPerByte()).isEqualTo(0.684 / 4);
    assertThat(SramRow.ofPort(32768, 64).readPicojoulesPerByte()).isEqualTo(1.903 / 4);
    assertThat(SramRow.ofPort(4096, 1)).isEqualTo(SramRow.ofBank(4096));
  }

  /** Two of 4096 bytes, 3.430 pJ each, for Horowitz's 10; sixteen of 2048 for ZigZag's 22.9. */
  @Test
  void buffersThatAreNoSourceAreTheTest() {
    List<BufferComparison> others =
        BufferComparison.shipped().stream().filter(b -> !b.ownSource()).toList();
    assertThat(others)
        .flatExtracting(BufferComparison::energies)
        .extracting(e -> e.simulated() / e.given())
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-3 ? 0 : 1)
        .containsExactly(2 * 3.430 / 10, 16 * 1.903 / 22.9, 16 * 3.639 / 52.01);
  }

  /** Every nvdla file's buffer is priced by the rule, its bank as wide as nvdla/hw has it. */
  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w8a8, 8",
    "nvdla-small-w2a2, 8",
    "nvdla-small-w2a2-spatial, 8",
    "nvdla-small-256-w8a8, 32",
    "nvdla-large-w8a8, 64",
    "nvdla-large-w2a2, 64",
    "nvdla-large-spreadsheet-w8a8, 64"
  })
  void filesPriceTheirBuffersByTheRule(String name, int bankBytesWide) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    SramRow memory = SramRow.ofPort(hardware.buffer().bankBytes(), bankBytesWide);
    EnergyConfig.Traffic traffic = hardware.energy().traffic();
    assertThat(traffic.sramReadPicojoulesPerByte()).isEqualTo(memory.readPicojoulesPerByte());
    assertThat(traffic.sramWritePicojoulesPerByte()).isEqualTo(memory.writePicojoulesPerByte());
  }

  /** At its peak a MAC takes at least what the MAC alone does: 0.2034 pJ, 9.8 TOPS a watt. */
  @Test
  void theEdgeTpuAtItsPeakIsBelowItsMacsAlone() {
    EdgeTpuEfficiency peak = EdgeTpuEfficiency.shipped();
    assertThat(peak.utilization()).isGreaterThan(0.99);
    assertThat(peak.energy().macPicojoules()).isCloseTo(0.2034, within(1e-9));
    assertThat(peak.teraOperationsPerWatt().simulated())
        .isCloseTo(2 / peak.energy().totalPicojoules(), within(1e-9))
        .isLessThan(2 / 0.2034);
  }

  /** What {@code hardware show} says of energies is what the validations say. */
  @Test
  void evidenceStatesTheErrorsThatAreMeasured() {
    CompositionValidation composition = CompositionValidation.shipped();
    List<ValidationReport> measured =
        List.of(
            ENERGY.report(),
            ValidationReport.of(List.of(composition.ratio())),
            BufferComparison.report(BufferComparison.shipped()),
            composition.energies(Composition.TEMPORAL),
            composition.energies(Composition.SPATIAL),
            ValidationReport.of(List.of(EdgeTpuEfficiency.shipped().teraOperationsPerWatt())));
    assertThat(EnergyEvidence.shipped())
        .allSatisfy(
            e ->
                assertThat(measured)
                    .as("%s", e)
                    .anySatisfy(
                        report -> {
                          assertThat(e.meanErrorPercent())
                              .isCloseTo(report.meanErrorPercent(), within(0.051));
                          assertThat(e.worstErrorPercent())
                              .isCloseTo(report.worstErrorPercent(), within(0.051));
                        }));
    List<EnergyEvidence> small = EnergyEvidence.of(HardwareCatalog.load("nvdla-small-w2a2"));
    List<String> keys = new ArrayList<>();
    EditedHardware.schema()
        .at("/properties/energy/properties")
        .fieldNames()
        .forEachRemaining(keys::add);
    keys.remove("node");
    assertThat(small).extracting(EnergyEvidence::figure).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(small)
        .filteredOn(e -> e.against().isEmpty())
        .extracting(EnergyEvidence::figure)
        .contains("dramPicojoulesPerByte", "macLeakageNanowatts");
  }

  private Path rows(String... lines) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), String.join("\n", lines) + "\n");
  }
}
