package dev.twobit.cli;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Widths of a network as deployed. */
final class PrecisionOptions {
  private static final String BITS = "--bits";
  private static final String RESIDUAL = "--residual-bits";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = BITS,
      paramLabel = "N",
      description =
          "Bits of inner layers, 1 to 8 or weights x activations as 2x3 (those that the"
              + " accelerator's MACs multiply).")
  private Optional<String> bits = Optional.empty();

  @Option(
      names = RESIDUAL,
      paramLabel = "N",
      description =
          "Bits of the residual path, 1 to 8 (8). First, last and shortcut layers are 8x8 unless"
              + " --bits-of says otherwise.")
  private Optional<Integer> residualBits = Optional.empty();

  @Mixin private PlanOptions plan;

  AskedBits asked() {
    return plan.asked(
        bits.map(b -> Bits.parse(BITS, b)),
        residualBits.map(n -> Ranges.between(spec, RESIDUAL, n, 1, Bits.MOST)));
  }

  /** The bits of every layer. */
  BitPlan on(HardwareConfig hardware) {
    return asked().on(hardware.precision().macBits());
  }

  /** A word about bits that the accelerator's MACs do not have. */
  void warn(HardwareConfig hardware, Console console) {
    PlanOptions.warn(asked(), hardware, console);
  }

  boolean show() {
    return plan.show();
  }

  /** An error if widths are asked for of a file that states its own. */
  void requireFree(boolean stated) {
    if (stated) {
      requireNone("the file is quantized and states its own widths");
    }
  }

  /** An error that says why if any width is asked for. */
  void requireNone(String why) {
    for (String option : List.of(BITS, RESIDUAL, PlanOptions.BITS_OF, PlanOptions.FILE)) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new CommandLine.ParameterException(spec.commandLine(), option + ": " + why);
      }
    }
  }
}
