package dev.twobit.cli;

import dev.twobit.experiment.study.StudyRegistry;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.ModelZoo;
import dev.twobit.quantization.QuantizerDescription;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.training.RecipeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell may offer as a value.
 *
 * @param words in the order offered
 * @param files whether a file or folder is a value too
 */
record CompletionValues(List<String> words, boolean files) {
  /** Models that may be named: of commands whose MODEL need not be a file. */
  private static final String MODEL = "MODEL";

  private static final Set<String> ACCELERATORS = Set.of("--hardware", "--from", "AGAINST");
  private static final Set<String> DATA_FILES = Set.of("--settings", "--precision-plan", "--host");

  CompletionValues {
    words = List.copyOf(words);
  }

  private static CompletionValues words(Stream<String> words) {
    return new CompletionValues(words.toList(), false);
  }

  /**
   * Of an option or a parameter.
   *
   * @param command that has it, as {@code twobit hardware show}
   */
  static CompletionValues of(String command, ArgSpec arg) {
    String name = arg.isOption() ? name(arg) : arg.paramLabel();
    if (ACCELERATORS.contains(name) || (command.startsWith("twobit hardware ") && isName(name))) {
      return new CompletionValues(HardwareCatalog.names(), true);
    }
    return switch (name) {
      case MODEL -> new CompletionValues(ModelZoo.Model.keys(), true);
      case "NAME" -> words(ModelZoo.Model.keys().stream());
      case "STUDY" -> words(StudyRegistry.names().stream());
      case "--recipe" -> new CompletionValues(RecipeFile.NAMES, true);
      case "--show-recipe" -> words(RecipeFile.NAMES.stream());
      case "--weights", "--activations" -> words(quantizers(name));
      case "--data" -> words(Stream.of("embedded", "cifar10:", "cifar100:", "images:"));
      default -> stated(arg, DATA_FILES.contains(name));
    };
  }

  private static String name(ArgSpec option) {
    return ((OptionSpec) option).longestName();
  }

  private static boolean isName(String label) {
    return label.equals("NAME");
  }

  private static Stream<String> quantizers(String option) {
    return Stream.concat(
        QuantizerRegistry.descriptions().stream()
            .filter(d -> option.equals("--" + d.quantizes()))
            .map(QuantizerDescription::name),
        Stream.of("none"));
  }

  /** By the candidates of the option, or its type. */
  private static CompletionValues stated(ArgSpec arg, boolean file) {
    List<String> words = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(words::add);
    }
    boolean path = Stream.of(arg.auxiliaryTypes()).anyMatch(Path.class::equals);
    return new CompletionValues(words, file || path || arg.type().equals(Path.class));
  }
}
