package dev.twobit.cli;

import dev.twobit.io.AtomicFile;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit man}. */
@Command(
    name = "man",
    description = {
      "Print a command's page of the manual, or write all of them.",
      "In the macros of man(7), as 'man -l -' reads them."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit man hardware show | man -l -")
final class ManCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Words of the command, as hardware show; none: twobit itself.")
  private List<String> command = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder that all pages are written to, as twobit-search.1.")
  private Optional<Path> out = Optional.empty();

  ManCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> pages = ManPage.all(Main.commandLine(console));
    if (out.isPresent()) {
      OutputFolder.require(out.get());
      Files.createDirectories(out.get());
      for (Map.Entry<String, String> page : pages.entrySet()) {
        AtomicFile.writeText(out.get().resolve(page.getKey()), page.getValue());
      }
      return 0;
    }
    String words = String.join(" ", command);
    String page = pages.get(("twobit " + words).strip().replace(' ', '-') + ".1");
    if (page == null) {
      throw new InvalidInputException("man: found '" + words + "'; " + meant(words));
    }
    console.out().print(page);
    return 0;
  }

  private String meant(String words) {
    List<String> known =
        CompletionTree.of(Main.commandLine(console)).all().stream()
            .skip(1)
            .map(each -> each.path().substring("twobit ".length()))
            .toList();
    return Suggestion.among(words, known);
  }
}
