package dev.twobit.cli;

import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Bits of some layers, by the parts they play and by their names. */
final class PlanOptions {
  static final String BITS_OF = "--bits-of";
  static final String FILE = "--precision-plan";

  @Option(
      names = BITS_OF,
      split = ",",
      paramLabel = "LAYERS=BITS",
      description = {
        "Bits of some layers, 4 or weights x activations as 2x3, with commas between: names or"
            + " patterns, stage1.*=4, or first, last, shortcut, inner, residual.",
        "Names count more than parts, later ones more than earlier ones."
      })
  private List<String> rules = List.of();

  @Option(
      names = FILE,
      paramLabel = "FILE",
      description = "The same from a YAML file, before --bits-of.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--show-precision-plan",
      description = "Print the bits of every layer as such a file, and do nothing else.")
  private boolean show;

  boolean show() {
    return show;
  }

  /** Whether bits of some layers are asked for. */
  boolean isGiven() {
    return file.isPresent() || !rules.isEmpty();
  }

  /**
   * With what other options say, which a file may not contradict.
   *
   * @param inner of {@code --bits}; {@code residual} of {@code --residual-bits}
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // options that may not be given
  AskedBits asked(Optional<Bits> inner, Optional<Integer> residual) {
    AskedBits ofFile = file.map(PrecisionPlanFile::read).orElse(AskedBits.NONE);
    requireSame("--bits", inner.map(Bits::shortText), ofFile.inner().map(Bits::shortText));
    requireSame(
        "--residual-bits", residual.map(String::valueOf), ofFile.residual().map(String::valueOf));
    List<BitRule> all = new ArrayList<>(ofFile.rules());
    rules.forEach(rule -> all.add(BitRule.parse(BITS_OF, rule)));
    return new AskedBits(inner.or(ofFile::inner), residual.or(ofFile::residual), all);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // options that may not be given
  private void requireSame(String option, Optional<String> given, Optional<String> ofFile) {
    if (given.isPresent() && ofFile.isPresent() && !given.equals(ofFile)) {
      throw new InvalidInputException(
          option
              + ": found "
              + given.get()
              + ", and "
              + ofFile.get()
              + " in "
              + file.map(String::valueOf).orElse("")
              + "; expected one of them");
    }
  }

  /** Says where the bits that were asked for are not those of the accelerator's MACs. */
  static void warn(AskedBits asked, HardwareConfig hardware, Console console) {
    asked
        .mismatch(hardware.precision().macBits(), hardware.name())
        .ifPresent(line -> console.err().println("warning: " + Text.printable(line)));
  }
}
