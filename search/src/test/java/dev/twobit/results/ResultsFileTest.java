package dev.twobit.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  private static final RunResults RUN = SyntheticRun.of(6, "");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void readsBackWhatItWroteAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve(ResultsFile.NAME);
    ResultsFile.write(RUN, file);

    assertThat(ResultsFile.read(file)).isEqualTo(RUN);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void readsBackARunOfSeveralBudgetsWhereOneMayBe() throws IOException {
    CurveResults curve = SyntheticCurve.of("");
    Path file = folder.resolve(ResultsFile.NAME);
    ResultsFile.write(curve, file);

    assertThat(ResultsFile.readAny(file)).isEqualTo(curve);
    assertThatThrownBy(() -> ResultsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": found a run of several budgets, expected one of a single network");
    ResultsFile.write(RUN, file);
    assertThat(ResultsFile.readAny(file)).isEqualTo(RUN);
  }

  @Test
  void leavesOutWhatWasNotMeasured() throws IOException {
    JsonNode imported = JSON.readTree(ResultsFile.toJson(RUN)).at("/comparison/networks/0");

    assertThat(imported.has("simulated")).isFalse();
    assertThat(imported.get("accuracies")).isEmpty();
    assertThat(ResultsFile.toJson(RUN)).doesNotContain("null", "NaN");
  }

  /** Takes away every key of the file in turn: only optional ones may be missed without error. */
  @Tag("slow")
  @Test
  void namesEveryMissingKey() throws IOException {
    JsonNode whole = JSON.readTree(ResultsFile.toJson(RUN));
    List<String> pointers = new ArrayList<>();
    collectKeys(whole, "", pointers);
    List<String> optional =
        List.of(
            "simulated",
            "roofline",
            "bottleneck",
            "halfWidth95",
            "tau",
            "grid",
            "trainAccuracyPercent",
            "heldOutAccuracyPercent",
            "verdict",
            "probe",
            "usage",
            "crossEntropy",
            "codes",
            "quantized_original",
            "quantized_adapted",
            "warning",
            "-3",
            "-1",
            "1",
            "3",
            "innerWeights",
            "zeroActivations",
            "highestActivations",
            "parameterBytes",
            "imagesPerSecond");
    assertThat(pointers).hasSizeGreaterThan(150);
    for (String pointer : pointers) {
      JsonNode copy = whole.deepCopy();
      String key = pointer.substring(pointer.lastIndexOf('/') + 1);
      JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
      ((ObjectNode) parent).remove(key);
      Path file = store(copy.toString());
      boolean bitsOfLayer = pointer.matches("/comparison/widths/\\d+/bits");
      if (bitsOfLayer || optional.contains(key)) {
        assertThat(ResultsFile.read(file)).as(pointer).isNotEqualTo(RUN);
      } else {
        assertThatThrownBy(() -> ResultsFile.read(file), pointer)
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(file.toString())
            .hasMessageContaining(key + ": missing, expected a value")
            .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
      }
    }
  }

  @Test
  void namesUnknownKeyAndTheKnownOnes() throws IOException {
    ObjectNode tree = (ObjectNode) JSON.readTree(ResultsFile.toJson(RUN));
    ((ObjectNode) tree.at("/comparison/networks/1")).put("flop", 1);
    Path file = store(tree.toPrettyString());

    assertThatThrownBy(() -> ResultsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*results\\.json:\\d+: unknown key comparison\\.networks\\[1\\]\\.flop, did you"
                + " mean 'flops'\\?");
  }

  @Test
  void refusesWrongTypesOtherVersionsAndOtherFiles() throws IOException {
    String json = JSON.readTree(ResultsFile.toJson(RUN)).toString();
    assertMessage(json.replaceFirst("\"flops\":\\d+", "\"flops\":\"many\""), "networks[0].flops");
    assertMessage(json.replaceFirst("\"flops\":\\d+", "\"flops\":1.5"), "networks[0].flops");
    assertMessage(json.replace("\"as_deployed\"", "\"deployed\""), "accuracies[1].form");
    assertMessage(
        json.replace("\"schemaVersion\":3", "\"schemaVersion\":2"),
        "schemaVersion is 2, expected 3");
    assertMessage(json.substring(0, json.length() / 2), "not a results file");
    assertMessage(json + "{}", "not a results file");
    assertMessage("", "not a results file");
    assertThatThrownBy(() -> ResultsFile.read(folder.resolve("none.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.json: cannot be read");
    assertThatThrownBy(() -> ResultsFile.read(folder)).isInstanceOf(InvalidInputException.class);
  }

  /** As files of this version had them at first. */
  @Test
  void constantsMayBeInCapitals() throws IOException {
    String json = ResultsFile.toJson(RUN);
    String capitals =
        Pattern.compile("\"(as_deployed|quantized_adapted)\"")
            .matcher(json)
            .replaceAll(found -> found.group().toUpperCase(Locale.ROOT));

    assertThat(capitals).isNotEqualTo(json);
    assertThat(ResultsFile.read(store(capitals))).isEqualTo(RUN);
  }

  @Test
  void doesNotWriteNumbersThatAreNone() {
    RunResults broken =
        withPhases(List.of(new PhaseTime("search", Double.NaN, OptionalDouble.empty())));

    assertThatThrownBy(() -> ResultsFile.write(broken, folder.resolve("x.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("phases[0].seconds");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void findsRowsByKind() {
    assertThat(RUN.network(NetworkKind.QUANTIZED_ADAPTED)).contains(RUN.networks().get(3));
    assertThat(RUN.networks().get(0).accuracy(Accuracy.Form.AS_TRAINED))
        .isEqualTo(Optional.empty());
  }

  private void assertMessage(String json, String part) throws IOException {
    Path file = store(json);
    assertThatThrownBy(() -> ResultsFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(part)
        .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
  }

  private Path store(String json) throws IOException {
    return Files.writeString(folder.resolve(ResultsFile.NAME), json);
  }

  /** Keys of the first element of each list stand for all. */
  private static void collectKeys(JsonNode node, String at, List<String> into) {
    node.properties()
        .forEach(
            child -> {
              into.add(at + "/" + child.getKey());
              collectKeys(child.getValue(), at + "/" + child.getKey(), into);
            });
    if (node.isArray() && !node.isEmpty()) {
      collectKeys(node.get(node.size() - 1), at + "/" + (node.size() - 1), into);
      collectKeys(node.get(0), at + "/0", into);
    }
  }

  private static RunResults withPhases(List<PhaseTime> phases) {
    return new RunResults(
        RUN.schemaVersion(),
        RUN.twobitVersion(),
        RUN.request(),
        new RunResults.Setting(
            RUN.facts(), RUN.data(), RUN.hardware(), phases, RUN.files(), Optional.empty()),
        RUN.comparison(),
        RUN.simulations(),
        RUN.search(),
        RUN.findings());
  }
}
