package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.onnx.SharedModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small networks from outside that once came out wrong, each of a kind; tests of the kinds, on
 * networks of their own, are named beside them. Bytes are of external memory on nvdla-small-w2a2.
 */
@Tag("slow")
class SharedCasesTest {
  private static String file(String name) {
    return SharedModels.require("cases/" + name + ".onnx").toString();
  }

  private static CliRun simulate(String name, String... more) {
    List<String> all =
        new ArrayList<>(List.of("simulate", file(name), "--hardware", "nvdla-small-w2a2"));
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(String name) {
    CliRun run = simulate(name, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private static JsonNode layer(String file, String name) {
    return StreamSupport.stream(json(file).at("/simulation/layers").spliterator(), false)
        .filter(layer -> layer.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** {@code DataMovementTest} makes each of them itself. */
  @ParameterizedTest
  @CsvSource({
    "shuffle, Transpose_r2, 16384, 16384",
    "shuffle3, Transpose_r2, 16384, 16384",
    "d2s, DepthToSpace_d.transpose, 16384, 16384",
    "concatH_small_first, Concat_m, 4096, 4096",
    "concatH_big_first, Concat_m, 4096, 4096",
    "se_0, Mul_m, 16448, 16384",
    "se_1, Mul_m, 16448, 16384"
  })
  void aStepThatMovesDataMovesItOnce(String name, String layer, long read, long written) {
    JsonNode activity = layer(name, layer).get("activity");

    assertThat(activity.get("dramReadBytes").asLong()).isEqualTo(read);
    assertThat(activity.get("dramWriteBytes").asLong()).isEqualTo(written);
  }

  /** As {@code ImagesTogetherTest}: rows of the leading axis are rows of the product. */
  @Test
  void aLinearLayerIsTheSameBehindAReshape() {
    JsonNode rows = layer("pw_matmul3", "MatMul_u");
    JsonNode reshaped = layer("pw_gemm2", "Gemm_u");

    assertThat(reshaped.get("macs").asLong()).isEqualTo(524_288);
    for (String figure : List.of("macs", "latencyCycles", "cycles", "activity")) {
      assertThat(reshaped.get(figure)).as(figure).isEqualTo(rows.get(figure));
    }
  }

  /** As {@code BatchAxisTest}: a batch that is folded away is data. */
  @Test
  void framesInTheLeadingAxisCountInFull() {
    CliRun run = CliRun.of("inspect", file("tsm_r5_mean"), "--json");
    long macs = 0;
    for (JsonNode layer : json("tsm_r5_mean").at("/simulation/layers")) {
      macs += layer.get("macs").asLong();
    }

    assertThat(run.json().at("/totals/macs").asLong()).isEqualTo(13_636_608).isEqualTo(macs);
  }

  /** As {@code OneFunctionOneLatencyTest}; one row a function, its spellings in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Whatever function the post-processor does takes a clock a group.
        "act_hswish_op act_hswish_hardsigmoid act_hswish_decomposed act_silu",
        "pw_conv pw_matmul3 pw_gemm2",
        "pad_attr pad_op pre_nhwc",
        "se_0 se_1",
        "qcdq_maxpool qcdq_maxpool_requant"
      })
  void oneFunctionHasOneLatency(String spellings) {
    assertThat(
            Arrays.stream(spellings.split(" "))
                .map(name -> json(name).at("/simulation/latencyCycles").asLong())
                .distinct())
        .hasSize(1);
  }

  /** An image that comes channels last is fetched as it is: the first layer reads what it would. */
  @Test
  void anImageIsTurnedAsItIsFetched() {
    JsonNode plain = layer("pad_attr", "Conv_c2").get("activity");

    assertThat(layer("pre_nhwc", "Conv_c3").get("activity")).isEqualTo(plain);
    assertThat(json("pre_nhwc").at("/simulation/layers"))
        .hasSameSizeAs(json("pad_attr").at("/simulation/layers"));
  }

  /** As {@code PassedCodesFilesTest}. */
  @ParameterizedTest
  @ValueSource(strings = {"qcdq_maxpool", "cnv_maxpool", "qcdq_maxpool_requant"})
  void whatPassesCodesOnKeepsTheirWidth(String name) {
    JsonNode next = layer(name, "Conv_c1");

    assertThat(next.get("precision").asText()).isEqualTo("2x2");
    assertThat(next.at("/cycles/macActive").asLong()).isEqualTo(3_042);
  }

  /** As {@code StatementsTest} and {@code OutputTest}. */
  @Test
  void whatIsSaidIsSo() {
    assertThat(simulate("res_scales").out()).contains("precision all layers 3x8");
    assertThat(CliRun.of("inspect", file("cnx_block")).out())
        .contains("32 channels, 3 layers:")
        .doesNotContain("20 to 32");
    CliRun left = CliRun.of("inspect", file("matmul_left"));
    assertThat(left.exitCode()).isEqualTo(2);
    assertThat(left.errLines()).hasSize(1);
    assertThat(left.err()).contains("the constant is the first factor");
  }

  /** Their values are compared by {@code PassedCodesFilesTest} and the tests of quantized files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wq_int_clip_dq",
        "wq_float_qdq",
        "qcdq_concat",
        "ort_split_requant",
        "linbn",
        "split2"
      })
  void isRead(String name) {
    CliRun event = simulate(name, "--json");
    CliRun inspected = CliRun.of("inspect", file(name));

    assertThat(event.exitCode()).as(event.err()).isZero();
    assertThat(inspected.exitCode()).as(inspected.err()).isZero();
    if (!name.equals("linbn") && !name.equals("split2")) {
      assertThat(inspected.out()).contains("quantized (").contains("weights x activations ");
    }
  }
}
