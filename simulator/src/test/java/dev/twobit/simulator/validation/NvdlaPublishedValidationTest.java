package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.validation.NvdlaPublishedValidation.Point;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.LayerWorkload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spreadsheet mode against NVIDIA's published points and against its sheet, layer by layer. */
class NvdlaPublishedValidationTest {
  private static final Network RESNET50 = ModelZoo.architecture(Model.RESNET50_V1, 224);
  private static final PrecisionPlan PLAN = PrecisionPlan.uniform(RESNET50, 8, 8);

  @TempDir Path folder;

  /** The bar. */
  @Test
  void everyPublishedPointIsWithinSixPercent() {
    NvdlaPublishedValidation result = NvdlaPublishedValidation.shipped();
    assertThat(result.points()).hasSize(7);
    assertThat(result.points())
        .allSatisfy(p -> assertThat(p.spreadsheetErrorPercent()).as("%s", p).isBetween(-6.0, 6.0));
    // Where it stands, so that it does not slip unseen.
    assertThat(result.report().meanErrorPercent()).isLessThan(2.5);
  }

  /**
   * NVIDIA's sheet of 2048 MACs, 512 KB and 10 GB/s, its half without on-chip SRAM: KiB of memory
   * traffic of each of the 54 rows. 3x3 weights there are Winograd's, 16/9 of ours; three rows
   * differ for the reasons given beside them.
   */
  @Test
  void trafficOfEveryRowIsTheSheets() throws Exception {
    HardwareConfig hardware = withBandwidth(10.24);
    List<LayerSimulation> layers =
        Simulator.simulate(RESNET50, PLAN, hardware).layers().stream()
            .filter(l -> l.workload() instanceof LayerWorkload.Convolution)
            .toList();
    List<List<String>> rows =
        Files.readAllLines(sheet()).stream()
            .map(line -> List.of(line.split(",", -1)))
            .filter(row -> row.get(3).startsWith("conv") || row.get(3).equals("fc"))
            .toList();
    assertThat(rows).hasSameSizeAs(layers).hasSize(54);
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      Activity activity = layers.get(i).timing().activity();
      double kibibytes = (activity.dramReadBytes() + activity.dramWriteBytes()) / 1024.0;
      boolean winograd = row.get(38).equals("True");
      double weights = Double.parseDouble(row.get(27));
      double given = Double.parseDouble(row.get(40)) - (winograd ? weights * 7 / 16 : 0);
      double ours =
          switch (row.get(2).split(" ", -1)[0]) {
            // The sheet reads 256 channels from the first pooling, which has 64.
            case "Res2a_branch2a" -> given - 600;
            // It pools the added operand too, before it is added.
            case "Res5c_branch2c" -> given + 98 - 2;
            // 1000 scores are atoms of 16 there and of 32 here.
            case "fc1000" -> given + 16 / 1024.0;
            default -> given;
          };
      assertThat(kibibytes).as("%s", row.get(2)).isCloseTo(ours, within(1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "96,128,1,5 | column 'macs': found '96', expected one of [32, 64, 128, 256, 512, 1024, 2048],"
            + " or columns 'atomic_c' and 'atomic_k'",
        "64,0,1,5 | column 'cbuf_kb': found '0', expected at least 1",
        "64,2000000,1,5 | expected at most 1048576",
        "64,128,-1,5 | column 'dram_gbps': found '-1', expected a number above 0",
        "64,128,NaN,5 | expected a number above 0",
        "64,128,1,zehn | column 'fps_published': found 'zehn', expected a number above 0",
        "64,128,1 | found 3 cells, expected 4"
      })
  void badRowsAreOneLine(String row, String expected) {
    assertThatThrownBy(() -> run("macs,cbuf_kb,dram_gbps,fps_published", row))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("rows.csv:2")
        .message()
        .doesNotContain("\n");
  }

  /** Rows of other sizes give their atom; it counts. */
  @Tag("slow")
  @Test
  void theAtomMayBeGiven() throws Exception {
    String header = "macs,cbuf_kb,dram_gbps,fps_published,atomic_c,atomic_k";
    Point square = run(header, "1024,256,100,153,32,32").points().get(0);
    Point flat = run(header, "1024,256,100,153,1024,1").points().get(0);
    assertThat(square.atomicChannels()).isEqualTo(32);
    assertThat(flat.spreadsheetFramesPerSecond()).isLessThan(square.spreadsheetFramesPerSecond());
    assertThatThrownBy(() -> run(header, "1024,256,100,153,32,16"))
        .hasMessageContaining("expected atomic_c x atomic_k = 512");
    assertThatThrownBy(() -> run(header, "1024,256,100,153,32,"))
        .hasMessageContaining("column 'atomic_k': found '', expected an integer");
  }

  private NvdlaPublishedValidation run(String header, String row) throws Exception {
    Path file = Files.writeString(folder.resolve("rows.csv"), header + "\n" + row + "\n");
    return NvdlaPublishedValidation.run(file);
  }

  private static Path sheet() throws Exception {
    return Path.of(
        Objects.requireNonNull(NvdlaPublishedValidationTest.class.getResource("nvdla-sheet.csv"))
            .toURI());
  }

  private static HardwareConfig withBandwidth(double bytesPerCycle) {
    HardwareConfig h = HardwareCatalog.load("nvdla-large-spreadsheet-w8a8");
    return h.with(new MemoryConfig(32, 32 / bytesPerCycle, 32, 32, Overlap.SPREADSHEET));
  }
}
