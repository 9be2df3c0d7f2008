package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.settings.Document;
import java.util.ArrayList;
import java.util.List;

/** What must be so of a hardware file and the schema cannot say. */
final class HardwareRules {
  private final Document document;
  private final List<InvalidInputException> problems = new ArrayList<>();

  private HardwareRules(Document document) {
    this.document = document;
  }

  /** Throws all that is wrong, each a line that names file, line, key, found and expected. */
  static void require(Document document) {
    HardwareRules rules = new HardwareRules(document);
    rules.credits();
    rules.style(
        "/memory/overlap", "spreadsheet", "rtl", "the spreadsheet is of dot_product arrays");
    rules.style(
        "/memory/weightCompression", "zero_mask", "none", "it is NVDLA's, of dot_product arrays");
    rules.packing();
    rules.sibling();
    InvalidInputsException.throwAny(rules.problems);
  }

  /** A stripe holds a credit for each of its output positions, or never ends. */
  private void credits() {
    JsonNode array = document.tree().get("array");
    if (array.has("accumulatorCredits")) {
      int stripe = 2 * array.at("/atomicKernels/value").asInt();
      if (array.at("/accumulatorCredits/value").asInt() < stripe) {
        problems.add(
            document.error(
                "/array/accumulatorCredits/value",
                "at least " + stripe + " (one stripe is 2 x atomicKernels output positions)"));
      }
    }
  }

  /** A word that arrays of one style alone may have. */
  private void style(String pointer, String word, String otherwise, String why) {
    String style = document.tree().at("/array/style").asText();
    if (document.tree().at(pointer).asText().equals(word) && !style.equals("dot_product")) {
      problems.add(instead(pointer, "array.style \"" + style + "\"", otherwise, why));
    }
  }

  private void packing() {
    String dataflow = document.tree().at("/array/dataflow").asText();
    if (document.tree().at("/array/groupPacking").asText().equals("diagonal")
        && !dataflow.equals("weight_stationary")) {
      problems.add(
          instead(
              "/array/groupPacking",
              "array.dataflow \"" + dataflow + "\"",
              "none",
              "only weight_stationary arrays hold groups side by side"));
    }
  }

  private InvalidInputException instead(String pointer, String with, String otherwise, String why) {
    return document.problem(
        pointer,
        "'"
            + pointer.substring(1).replace('/', '.')
            + "': found "
            + document.tree().at(pointer)
            + " with "
            + with
            + ", expected \""
            + otherwise
            + "\": "
            + why);
  }

  private void sibling() {
    String sibling = document.tree().at("/area/equalSiliconAs").asText();
    if (!sibling.isEmpty()
        && !HardwareCatalog.isName(sibling)
        && !HardwareCatalog.isFile(sibling)) {
      problems.add(document.error("/area/equalSiliconAs", HardwareCatalog.expected(sibling)));
    }
  }
}
