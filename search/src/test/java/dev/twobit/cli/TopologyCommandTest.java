package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SCALE-Sim's workloads through the command line, against SCALE-Sim's own cycles. */
class TopologyCommandTest {
  private static final Map<String, String> DATAFLOWS =
      Map.of("ws", "weight_stationary", "os", "output_stationary", "is", "input_stationary");

  @TempDir private Path folder;

  /** It counts the array alone and a clock too few; load and stalls are apart. */
  @Tag("slow")
  @Test
  void cyclesAreScaleSims() throws IOException {
    Path rows = ShippedRows.scaleSim(folder);
    Map<String, List<String[]>> arrays = new TreeMap<>();
    for (String row : Files.readAllLines(rows).stream().skip(1).toList()) {
      String[] r = row.split(",");
      arrays.computeIfAbsent(String.join(",", r[11], r[12], r[13]), k -> new ArrayList<>()).add(r);
    }
    assertThat(arrays).hasSizeGreaterThanOrEqualTo(3);
    for (Map.Entry<String, List<String[]>> array : arrays.entrySet()) {
      JsonNode layers = simulate(array.getKey().split(","), array.getValue());
      assertThat(layers).hasSize(array.getValue().size());
      for (int i = 0; i < layers.size(); i++) {
        String[] row = array.getValue().get(i);
        JsonNode cycles = layers.get(i).get("cycles");
        assertThat(cycles.get("macActive").asLong() + cycles.get("fillDrain").asLong() - 1)
            .as("%s on %s", row[2], array.getKey())
            .isEqualTo(Long.parseLong(row[14]));
      }
    }
  }

  private JsonNode simulate(String[] array, List<String[]> rows) throws IOException {
    StringBuilder topology =
        new StringBuilder(
            "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels,"
                + " Num Filter, Stride Height, Stride Width,\n");
    for (String[] r : rows) {
      // A name with DP would be a depthwise layer.
      List<String> cells = new ArrayList<>(List.of(r[2].replace("DP", "D-P")));
      cells.addAll(List.of(r).subList(3, 11));
      topology.append(String.join(", ", cells)).append(",\n");
    }
    Path model = folder.resolve("topology.csv");
    Path hardware = folder.resolve("array.yaml");
    Files.writeString(model, topology);
    Files.writeString(hardware, unlimited(array));
    CliRun run =
        CliRun.of(
            "simulate",
            model.toString(),
            "--hardware",
            hardware.toString(),
            "--bits",
            "8",
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().at("/simulation/layers");
  }

  /** Memory, buffer and post-processor that hold nothing back. */
  private static String unlimited(String[] array) {
    String yaml = CliRun.of("hardware", "show", "edge-tpu-w8a8").out();
    for (Map.Entry<String, String> figure :
        Map.of(
                "rows", array[0],
                "columns", array[1],
                "banks", "1024",
                "bankBytes", "16777216",
                "beatBytes", "1048576",
                "cyclesPerBeat", "1",
                "readLatencyCycles", "0",
                "outputElementsPerCycle", "1048576")
            .entrySet()) {
      yaml =
          yaml.replaceFirst(
              "(\n  " + figure.getKey() + ": \\{value: )[^,]+", "$1" + figure.getValue());
    }
    return yaml.replaceFirst("dataflow: \\w+", "dataflow: " + DATAFLOWS.get(array[2].strip()))
        .replaceFirst("foldOverlap: \\w+", "foldOverlap: none");
  }

  @Tag("slow")
  @Test
  void aTopologyPrintsAsTableAndCsv() throws IOException {
    Path model = folder.resolve("net.csv");
    Files.writeString(model, "Layer,M,N,K,\n\"fc\" one,1,1000,512,\nproj,196,64,64,\n");
    String[] command = {"simulate", model.toString(), "--hardware", "nvdla-small-w8a8"};

    CliRun text = CliRun.of(command);
    CliRun csv = CliRun.of(command[0], command[1], command[2], command[3], "--csv");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("precision every layer of the topology 8x8")
        .containsPattern("slowest layers\n +\\d+\\.\\d %  ")
        .contains("-bound: ");
    List<String> lines = csv.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("layer,operator,shape,precision,macs,latency_cycles,");
    assertThat(lines.get(0)).endsWith(",mapping,bottleneck,reason");
    assertThat(lines.get(1)).startsWith("\"\"\"fc\"\" one\",GEMM,512x1x1 → 1000x1x1,8x8,512000,");
    assertThat(
            CliRun.of(command[0], command[1], command[2], command[3], "--csv", "--json").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aBrokenTopologyIsOneLine() throws IOException {
    Path model = folder.resolve("net.csv");
    Files.writeString(model, "Layer,M,N,K,\nfc,1,many,512,\n");

    CliRun run = CliRun.of("simulate", model.toString(), "--hardware", "nvdla-small-w8a8");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .containsExactly(
            "twobit: "
                + model
                + ":2: column 'N': found 'many', expected an integer from 1 to 1000000");
  }
}
