package dev.twobit.hardware;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Figures that a file states for its own dimensions and that other dimensions change. What has a
 * rule follows it; what has none stays as stated, and is named.
 */
final class DependentFigures {
  private final ObjectNode root;
  private final Set<String> set;
  private final List<String> consequences = new ArrayList<>();

  private DependentFigures(ObjectNode root, Set<String> set) {
    this.root = root;
    this.set = set;
  }

  /**
   * @param root the document after what was set, changed here
   * @param stated the accelerator before
   * @param set the file's keys that were set
   */
  static List<String> follow(ObjectNode root, HardwareConfig stated, Set<String> set) {
    DependentFigures figures = new DependentFigures(root, set);
    figures.credits(stated.array());
    figures.memory(stated.memory());
    figures.left();
    return figures.consequences;
  }

  private void credits(ArrayConfig stated) {
    if (stated instanceof ArrayConfig.DotProduct array
        && set.contains("array.atomicKernels")
        && !set.contains("array.accumulatorCredits")) {
      double ratio = value("array.atomicKernels") / array.atomicKernels();
      scale(
          "array.accumulatorCredits",
          Math.ceil(ratio * array.accumulatorCredits()),
          "array.accumulatorCredits follows array.atomicKernels in proportion");
    }
  }

  private void memory(MemoryConfig stated) {
    if (value("memory.beatBytes") != stated.beatBytes() && !set.contains("memory.beatBytes")) {
      consequences.add(
          "memory.beatBytes is wider where one beat a clock carries less than the bandwidth set");
    }
    if (set.contains("clockMegahertz") && !set.contains("memory.cyclesPerBeat")) {
      consequences.add(
          "memory.cyclesPerBeat is in clocks: with clockMegahertz the bandwidth in GB/s changed"
              + " too");
    }
  }

  /** What no rule carries over. */
  private void left() {
    if (isSet("postProcessor.") && !set.contains("area.postProcessorSquareMicrometres")) {
      consequences.add(
          "area.postProcessorSquareMicrometres is left as stated: no source splits it by"
              + " throughput");
    }
    if (set.contains("buffer.bankBytes") && !isSet("energy.sram")) {
      consequences.add(
          "energy.sramRead/WritePicojoulesPerByte are left as stated, for the file's bank size");
    }
    if (set.contains("precision.macWeightBits") || set.contains("precision.macActivationBits")) {
      consequences.add(
          "energy and area of a MAC and of its shift-accumulator are left as stated, for the file's"
              + " own bits, where not set");
    }
    if ((set.contains("memory.beatBytes") || set.contains("memory.cyclesPerBeat"))
        && !isSet("energy.dram")) {
      consequences.add(
          "energy.dramPicojoulesPerByte is left as stated; energy.dramKind takes that of"
              + " another memory");
    }
  }

  private boolean isSet(String prefix) {
    return set.stream().anyMatch(key -> key.startsWith(prefix));
  }

  private double value(String key) {
    return root.at("/" + key.replace('.', '/') + "/value").asDouble();
  }

  private void scale(String key, double value, String consequence) {
    ObjectNode figure = (ObjectNode) root.at("/" + key.replace('.', '/'));
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      figure.put("value", (long) value);
    } else {
      figure.put("value", value);
    }
    figure.put("source", HardwareSettings.SOURCE);
    consequences.add(consequence);
  }
}
