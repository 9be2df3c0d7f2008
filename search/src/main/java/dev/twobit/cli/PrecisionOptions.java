package dev.twobit.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Widths of a network as deployed. */
final class PrecisionOptions {
  private static final List<Integer> WIDTHS = List.of(2, 4, 8);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private int bits = 2;
  private int residualBits = 8;

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Bits of weights and activations of quantized layers: 2, 4 or 8 (${DEFAULT-VALUE}).")
  void setBits(int bits) {
    this.bits = known(spec, "--bits", bits);
  }

  @Option(
      names = "--residual-bits",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Bits of the residual path: 2, 4 or 8 (${DEFAULT-VALUE}). First, last and shortcut layers"
              + " are 8x8.")
  void setResidualBits(int bits) {
    this.residualBits = known(spec, "--residual-bits", bits);
  }

  int bits() {
    return bits;
  }

  int residualBits() {
    return residualBits;
  }

  /** An error if widths are asked for of a file that states its own. */
  void requireFree(boolean stated) {
    for (String option : List.of("--bits", "--residual-bits")) {
      if (stated && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), option + ": the file is quantized and states its own widths");
      }
    }
  }

  static int known(CommandSpec spec, String option, int value) {
    if (!WIDTHS.contains(value)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + ": found " + value + ", expected 2, 4 or 8");
    }
    return value;
  }
}
