package dev.twobit.experiment.engine;

import dev.twobit.io.ShellWords;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command that runs a trial, but for its file.
 *
 * @param words of {@code twobit trial --out TRIALS}
 * @param environment beside what is there: the instruction sets of the driver
 */
record TrialWords(List<String> words, Map<String, String> environment) {
  private static final String MAIN = "dev.twobit.cli.Main";

  TrialWords {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * By the launcher that started this process or, without one, by this Java with this class path
   * and, but for debuggers, these options.
   *
   * @param trials folder of the trials
   */
  static TrialWords of(Path trials, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    Optional<String> launcher = Optional.ofNullable(System.getProperty("twobit.launcher"));
    if (launcher.isPresent()) {
      words.add(launcher.get());
    } else {
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
          .filter(option -> !option.startsWith("-Xrunjdwp"))
          .forEach(words::add);
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    }
    words.addAll(List.of("trial", "--out", trials.toAbsolutePath().toString()));
    return new TrialWords(words, environment);
  }

  /** As a shell's command line, the environment in front. */
  String shell() {
    List<String> all = new ArrayList<>(List.of("env"));
    environment.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> all.add(e.getKey() + "=" + e.getValue()));
    all.addAll(words);
    return ShellWords.joined(all.toArray(String[]::new));
  }
}
