package dev.twobit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.io.ShellWords;
import dev.twobit.io.TextFile;
import dev.twobit.json.Yaml;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code twobit search --resume RUN}: the command that {@code run.yaml} keeps, with RUN as its
 * folder. Where {@code --out} is given, {@code --resume} stands alone and the command is complete
 * as it is.
 */
final class ResumedRun {
  /** Of the option. */
  static final String DESCRIPTION =
      "Continue what is in the run folder --out; or --resume RUN alone, which needs nothing else.";

  private static final String RESUME = "--resume";
  private static final String OUT = "--out";
  private static final Set<String> COMMANDS = Set.of("search", "train", "demo");

  private ResumedRun() {}

  /** The options of a command, by its name. */
  interface Options {
    CommandSpec of(String command);
  }

  /**
   * The words to parse in place of these.
   *
   * @throws InvalidInputException in a line where RUN is no run of this command
   */
  static String[] expanded(Options options, String... args) throws IOException {
    List<String> given = new ArrayList<>(Arrays.asList(args));
    int command = first(given); // behind options of twobit itself
    int at = given.indexOf(RESUME);
    boolean isRun =
        command < given.size()
            && COMMANDS.contains(given.get(command))
            && at > command
            && at + 1 < given.size()
            && !given.get(at + 1).startsWith("-")
            && given.stream().noneMatch(w -> w.equals(OUT) || w.startsWith(OUT + "="));
    if (!isRun) {
      return args;
    }
    Path run = Path.of(given.get(at + 1));
    List<String> words = new ArrayList<>(given.subList(0, command));
    words.addAll(command(run, given.get(command)));
    given.subList(at, at + 2).clear();
    List<String> more = given.subList(command + 1, given.size());
    removeGivenAgain(words, more, options.of(given.get(command)));
    words.addAll(more);
    words.addAll(List.of(OUT, run.toString(), RESUME));
    return words.toArray(String[]::new);
  }

  /**
   * What is given now counts; if the run cannot be gone on with by it, the run says so. Options
   * that may be repeated are added to.
   */
  private static void removeGivenAgain(List<String> words, List<String> more, CommandSpec spec) {
    for (String word : more) {
      OptionSpec option = spec.findOption(name(word));
      if (option != null && !option.isMultiValue()) {
        remove(words, option);
      }
    }
  }

  private static void remove(List<String> words, OptionSpec option) {
    List<String> names = List.of(option.names());
    for (int i = words.size() - 1; i >= 0; i--) {
      if (names.contains(name(words.get(i)))) {
        boolean valueBehind = option.arity().min() > 0 && !words.get(i).contains("=");
        words.subList(i, Math.min(words.size(), i + (valueBehind ? 2 : 1))).clear();
      }
    }
  }

  private static String name(String word) {
    int end = word.startsWith("-") ? word.indexOf('=') : -1;
    return end < 0 ? word : word.substring(0, end);
  }

  private static int first(List<String> words) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      at++;
    }
    return at;
  }

  /** Of the run, without its folder. */
  private static List<String> command(Path run, String name) throws IOException {
    Path yaml = run.resolve("run.yaml");
    if (!Files.isRegularFile(yaml)) {
      throw new InvalidInputException(
          run + ": found no run.yaml in it, expected the folder of a run to go on with");
    }
    List<String> kept = kept(yaml);
    int command = kept.isEmpty() ? 0 : 1 + first(kept.subList(1, kept.size()));
    if (command >= kept.size()) {
      throw new InvalidInputException(
          yaml
              + ": found no command, as in runs of earlier versions; expected the options it was"
              + " begun with, and "
              + ShellWords.joined(OUT, run.toString(), RESUME));
    }
    if (!kept.get(command).equals(name)) {
      throw new InvalidInputException(
          run
              + ": found a run of 'twobit "
              + kept.get(command)
              + "', expected: "
              + ShellWords.joined("twobit", kept.get(command), RESUME, run.toString()));
    }
    return withoutFolder(kept.subList(command, kept.size()));
  }

  private static List<String> kept(Path yaml) throws IOException {
    List<String> words = new ArrayList<>();
    try {
      for (JsonNode word : Yaml.parse(TextFile.readYaml(yaml)).path("command")) {
        words.add(word.asText());
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          yaml + ": is no YAML; expected what the run was asked for", e);
    }
    return words;
  }

  private static List<String> withoutFolder(List<String> command) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      String word = command.get(i);
      if (word.equals(OUT)) {
        i++; // and the folder behind it
      } else if (!word.startsWith(OUT + "=") && !word.equals(RESUME)) {
        words.add(word);
      }
    }
    return words;
  }
}
