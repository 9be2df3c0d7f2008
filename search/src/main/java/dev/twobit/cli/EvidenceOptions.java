package dev.twobit.cli;

import dev.twobit.experiment.study.StudyRegistry;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What study evidence has that others have not: it begins and trains as a search does. */
final class EvidenceOptions {
  private static final List<String> OWN =
      List.of(
          "--held-out", "--searches", "--epochs", "--batch-size", "--learning-rate", "--recost");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--held-out",
      paramLabel = "WHAT",
      description =
          "Of evidence and precision: images that choose and that no weights see, as of 'twobit"
              + " search' (the preset's).")
  private Optional<String> heldOut = Optional.empty();

  @Option(
      names = "--searches",
      paramLabel = "N",
      description =
          "Of evidence and precision: searches of a method that compares trained networks, with"
              + " seeds 1 to N (3).")
  private Optional<Integer> searches = Optional.empty();

  @Option(
      names = "--recost",
      help = true,
      description =
          "Of evidence and precision, with --out alone: simulate again what was found, name what"
              + " leaves its budget, and end, with exit code 1 if anything does.")
  private boolean recost;

  @Mixin private RecipeChanges recipe;

  boolean isRecost() {
    return recost;
  }

  /** Throws a one-line error if another study was given one of these. */
  void require(String study) {
    if (StudyRegistry.isAsSearch(study)) {
      return;
    }
    for (String option : OWN) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InvalidInputException(
            option
                + ": found it of study "
                + study
                + ", expected it of study evidence or precision");
      }
    }
  }

  /** {@code key=value}, those given. */
  List<String> settings() {
    return heldOut.map(what -> List.of("held-out=" + what)).orElse(List.of());
  }

  OptionalInt searches() {
    return searches.isPresent()
        ? OptionalInt.of(Ranges.atLeastOne(spec, "--searches", searches.get()))
        : OptionalInt.empty();
  }

  /** The plan with what replaces single values of its recipe. */
  TrainingPlan recipe(TrainingPlan plan) {
    return recipe.of(plan);
  }
}
