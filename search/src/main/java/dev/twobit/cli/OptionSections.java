package dev.twobit.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are about, for the help of commands that have many. An option belongs to one
 * section, whatever command has it; the order here is that of the help.
 */
enum OptionSections {
  DATA(
      "Data and network",
      "--data --normalization --held-out --train-images --test-images --model --input-shape"
          + " --batch --input"),
  HARDWARE(
      "Accelerator and simulation",
      "--hardware --allow-host-ops --host --engine --verify --image --trace --trace-layers"),
  BUDGET(
      "Budget",
      "--latency-budget --whole-budget --energy-budget --macs-budget --params-budget"
          + " --sram-budget --budget --latency-binds --cost"),
  SEARCH(
      "Search",
      "--method --methods --preset --settings --set --show-settings --coupling --searches"
          + " --structures --networks --warmup-epochs --search-epochs --training-epochs"),
  BITS(
      "Bits and quantizers",
      "--weights --activations --bits --bits-of --precision-plan --show-precision-plan"
          + " --residual-bits --residual"),
  TRAINING(
      "Training",
      "--recipe --list-recipes --show-recipe --init --epochs --batch-size --learning-rate --probe"
          + " --teacher --teacher-normalization --teacher-input-shape --precision --no-deploy"
          + " --trainings --width-response"),
  EXECUTION(
      "Execution",
      "--format --program --out --force --resume --checkpoint-every --dry-run --recost --seed"
          + " --seeds --threads --engine --parallel --quiet"),
  OUTPUT("Output and help", "--json --csv --verbose --help --version");

  private final String heading;
  private final List<String> names;

  OptionSections(String heading, String names) {
    this.heading = heading;
    this.names = Arrays.asList(names.split(" "));
  }

  String heading() {
    return heading;
  }

  /** Those of a command, in the section's order. */
  List<OptionSpec> of(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && place(option) >= 0)
        .sorted(Comparator.comparingInt(this::place))
        .toList();
  }

  /** Where an option belongs; empty if that is not known. */
  static Optional<OptionSections> section(OptionSpec option) {
    return Arrays.stream(values()).filter(section -> section.place(option) >= 0).findFirst();
  }

  private int place(OptionSpec option) {
    return Arrays.stream(option.names()).mapToInt(names::indexOf).max().orElse(-1);
  }
}
