package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * One network under one limit: the original at two bits, and arms of other widths, bits or arrays.
 *
 * @param original first of {@code arms}
 */
record PrecisionCase(ArmResult original, List<ArmResult> arms) {
  private static final double SQUARE_MICROMETRES = 1e6;

  PrecisionCase {
    arms = List.copyOf(arms);
  }

  /** What an arm is free in. */
  enum Freedom {
    WIDTHS,
    BITS,
    BOTH
  }

  /** In the order of the study: each begins with its original. */
  static List<PrecisionCase> of(List<ArmResult> all) {
    List<List<ArmResult>> cases = new ArrayList<>();
    for (ArmResult arm : all) {
      if (arm.arm().group().equals(EvidenceArms.ORIGINAL)) {
        cases.add(new ArrayList<>());
      }
      cases.get(cases.size() - 1).add(arm);
    }
    return cases.stream().map(arms -> new PrecisionCase(arms.get(0), arms)).toList();
  }

  /** As the original has it. */
  String limit() {
    return String.join(" ", original.arm().search().search().budgets());
  }

  /** For differences to the original. */
  EvidenceCase evidence() {
    return new EvidenceCase(original, arms);
  }

  /** Of arms that are free in this alone, or in both. */
  List<String> groups(Freedom freedom) {
    return arms.stream()
        .filter(a -> a != original && freedom(a) == freedom)
        .map(a -> a.arm().group())
        .distinct()
        .toList();
  }

  List<ArmResult> group(String name) {
    return arms.stream().filter(a -> a.arm().group().equals(name)).toList();
  }

  /** Other bits everywhere are a choice of bits, too. */
  private Freedom freedom(ArmResult arm) {
    SearchTrial search = arm.arm().search();
    if (SearchMethodRegistry.choosesBoth(search.search().method())) {
      return Freedom.BOTH;
    }
    boolean ofBits = SearchMethodRegistry.choosesBits(search.search().method());
    return ofBits || !search.arithmetic().equals(original.arm().search().arithmetic())
        ? Freedom.BITS
        : Freedom.WIDTHS;
  }

  static HardwareConfig hardware(ArmResult arm) {
    return HardwareCatalog.load(arm.arm().search().hardware().where());
  }

  /** On the arm's own array. */
  static double milliseconds(ArmResult arm, String kind) {
    return arm.found().cost(kind) / hardware(arm).clockMegahertz() * 1e-3;
  }

  static double microjoules(ArmResult arm) {
    return arm.found().cost("energy") * 1e-6;
  }

  /** Square millimetres of the whole core. */
  static double coreArea(ArmResult arm) {
    return SiliconArea.of(hardware(arm)).wholeCoreSquareMicrometres() / SQUARE_MICROMETRES;
  }
}
