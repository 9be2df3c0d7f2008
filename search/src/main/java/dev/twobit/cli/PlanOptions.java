package dev.twobit.cli;

import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.BitRule.Part;
import dev.twobit.precision.Bits;
import dev.twobit.precision.UnknownLayersException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Bits of some layers, by the parts they play and by their names. */
final class PlanOptions {
  static final String BITS_OF = "--bits-of";
  static final String FILE = "--precision-plan";
  private static final String SHOW = "--show-precision-plan";

  /** What else a command prints or writes. */
  private static final Set<String> BESIDES = Set.of("--json", "--csv", "--out", "--trace");

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
      names = SHOW,
      description = "Print the bits of every layer as such a file, and do nothing else.")
  private boolean show;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** A usage error if more is asked for beside it that it does not do. */
  boolean show() {
    if (show) {
      CommandLine command = spec.root().commandLine();
      for (OptionSpec option : command.getParseResult().matchedOptions()) {
        // Of a group, one is required to be the one that is given.
        boolean needed = option.required() && option.group() == null;
        if (BESIDES.contains(option.longestName()) && !needed) {
          throw new CommandLine.ParameterException(
              command,
              SHOW
                  + ": found "
                  + option.longestName()
                  + " too, expected one of them: it prints YAML and writes nothing");
        }
      }
    }
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
    List<BitRule> ofOption = ofOption();
    requireSame("--bits", inner, ofOption, Part.INNER);
    requireSame("--residual-bits", residual.map(Bits::of), ofOption, Part.RESIDUAL);
    List<BitRule> all = new ArrayList<>(ofFile.rules());
    all.addAll(ofOption);
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

  /** What a command threw, with file and line of the plan that it is about. */
  static Exception placed(Exception thrown, CommandLine command) {
    OptionSpec file = command.getParseResult().matchedOption(FILE);
    return file != null && thrown instanceof UnknownLayersException unknown
        ? PrecisionPlanFile.placed(Path.of(file.originalStringValues().get(0)), unknown)
        : thrown;
  }

  private List<BitRule> ofOption() {
    return rules.stream().map(rule -> BitRule.parse(BITS_OF, rule)).toList();
  }

  /**
   * Throws a one-line error where quantizers have other bits than what is said of inner layers.
   *
   * @param trained bits of the quantizers of inner layers
   */
  void requireInner(Bits trained) {
    ofOption().stream()
        .filter(rule -> rule.isOf(Part.INNER))
        .map(BitRule::bits)
        .reduce((earlier, later) -> later)
        .or(() -> file.map(PrecisionPlanFile::read).flatMap(AskedBits::inner))
        .filter(said -> !said.equals(trained))
        .ifPresent(
            said -> {
              throw new InvalidInputException(
                  "--weights and --activations: found quantizers of "
                      + trained.text()
                      + " bits, and inner="
                      + said.shortText()
                      + " of "
                      + (ofOption().stream().anyMatch(rule -> rule.isOf(Part.INNER))
                          ? BITS_OF
                          : file.map(String::valueOf).orElse(""))
                      + "; expected one of them");
            });
  }

  /** Two options that say different bits of one part. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option that may not be given
  private static void requireSame(
      String option, Optional<Bits> given, List<BitRule> ofOption, Part part) {
    for (BitRule rule : ofOption) {
      if (rule.isOf(part) && given.isPresent() && !given.get().equals(rule.bits())) {
        throw new InvalidInputException(
            option
                + ": found "
                + given.get().shortText()
                + ", and "
                + BITS_OF
                + " "
                + rule.text()
                + "; expected one of them");
      }
    }
  }

  /** Says where the bits that were asked for are not those of the accelerator's MACs. */
  static void warn(AskedBits asked, HardwareConfig hardware, Console console) {
    asked
        .mismatch(hardware.precision().macBits(), hardware.name())
        .ifPresent(line -> console.err().println("warning: " + Text.printable(line)));
  }
}
