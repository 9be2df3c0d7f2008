package dev.twobit.cli;

import dev.twobit.results.TwobitVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's page of the manual, section 1, in the macros of man(7). */
final class ManPage {
  private ManPage() {}

  /**
   * The page's file, as {@code twobit-hardware-show.1}, and its text, of a command and all below.
   */
  static Map<String, String> all(CommandLine command) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(name(command.getCommandSpec()) + ".1", of(command));
    command.getSubcommands().values().forEach(sub -> pages.putAll(all(sub)));
    return pages;
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  static String of(CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    String[] description = command.usageMessage().description();
    StringBuilder page = new StringBuilder();
    page.append(
        ".TH \"%s\" 1 \"\" \"twobit %s\" \"twobit\"\n.nh\n.ad l\n"
            .formatted(name(command).toUpperCase(Locale.ROOT), TwobitVersion.current()));
    page.append(".SH NAME\n%s \\- %s\n".formatted(text(name(command)), text(first(description))));
    page.append(".SH SYNOPSIS\n").append(synopsis(command)).append('\n');
    if (description.length > 1) {
      page.append(".SH DESCRIPTION\n");
      page.append(paragraphs(Arrays.copyOfRange(description, 1, description.length)));
    }
    commands(line, page);
    parameters(command, page);
    options(command, page);
    page.append(".SH EXIT STATUS\n");
    UsageHelp.exitCodes().forEach((code, what) -> page.append(item(code, what)));
    page.append(".SH EXAMPLE\n.nf\n");
    for (String example : command.usageMessage().footer()) {
      page.append(text(plain(example))).append('\n');
    }
    page.append(".fi\n");
    return page.append(seeAlso(command)).toString();
  }

  private static String first(String... description) {
    String text = description.length == 0 ? "" : plain(description[0]);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** As picocli prints it. */
  private static String plain(String markup) {
    return Ansi.OFF.string(markup).replace("%%", "%").replace("%n", " ");
  }

  /** Each line of a description is a paragraph. */
  private static String paragraphs(String... lines) {
    return Arrays.stream(lines)
        .map(line -> text(plain(line)) + "\n")
        .collect(Collectors.joining(".PP\n"));
  }

  private static String synopsis(CommandSpec command) {
    List<String> words = new ArrayList<>();
    words.add("\\fB" + text(command.qualifiedName()) + "\\fR");
    command.options().stream()
        .filter(OptionSpec::required)
        .forEach(option -> words.add(spelled(option, option.longestName())));
    words.add("[\\fIOPTIONS\\fR]");
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      String label = label(parameter) + (parameter.arity().max() > 1 ? "..." : "");
      words.add(parameter.arity().min() == 0 ? "[" + label + "]" : label);
    }
    if (!command.subcommands().isEmpty()) {
      words.add("\\fICOMMAND\\fR");
    }
    return String.join("\n", words);
  }

  private static void commands(CommandLine line, StringBuilder page) {
    if (!line.getSubcommands().isEmpty()) {
      page.append(".SH COMMANDS\n");
      line.getSubcommands()
          .forEach(
              (name, sub) ->
                  page.append(
                      item(
                          "\\fB" + text(name) + "\\fR",
                          sub.getCommandSpec().usageMessage().description()[0])));
    }
  }

  private static void parameters(CommandSpec command, StringBuilder page) {
    if (!command.positionalParameters().isEmpty()) {
      page.append(".SH ARGUMENTS\n");
      command.positionalParameters().forEach(p -> page.append(item(label(p), p.description())));
    }
  }

  private static void options(CommandSpec command, StringBuilder page) {
    page.append(".SH OPTIONS\n");
    if (!UsageHelp.isLarge(command)) {
      command.options().stream()
          .filter(option -> !option.hidden())
          .sorted(Comparator.comparing(OptionSpec::longestName))
          .forEach(option -> page.append(item(option)));
      return;
    }
    for (OptionSections section : OptionSections.values()) {
      List<OptionSpec> options = section.of(command);
      if (!options.isEmpty()) {
        page.append(".SS ").append(text(section.heading())).append('\n');
        options.forEach(option -> page.append(item(option)));
      }
    }
  }

  private static String item(OptionSpec option) {
    String names =
        Arrays.stream(option.names())
            .map(n -> spelled(option, n))
            .collect(Collectors.joining(", "));
    return item(names, option.description());
  }

  private static String spelled(OptionSpec option, String name) {
    boolean flag = option.arity().max() == 0;
    return "\\fB" + text(name) + "\\fR" + (flag ? "" : "=" + label(option));
  }

  private static String label(ArgSpec arg) {
    return "\\fI" + text(arg.paramLabel()) + "\\fR";
  }

  /**
   * @param term is markup already
   */
  private static String item(String term, String... description) {
    String told =
        Arrays.stream(description)
            .map(line -> text(plain(line)))
            .collect(Collectors.joining("\n.br\n"));
    return ".TP\n" + term + "\n" + told + "\n";
  }

  private static String seeAlso(CommandSpec command) {
    List<String> names = new ArrayList<>();
    if (command.parent() != null) {
      names.add(name(command.parent()));
    }
    command.subcommands().values().forEach(sub -> names.add(name(sub.getCommandSpec())));
    return names.isEmpty()
        ? ""
        : ".SH SEE ALSO\n"
            + names.stream()
                .map(n -> "\\fB" + text(n) + "\\fR(1)")
                .collect(Collectors.joining(",\n"))
            + "\n";
  }

  /** What troff would take for its own is escaped: backslashes, hyphens, dots that begin a line. */
  private static String text(String plain) {
    String escaped = plain.replace("\\", "\\e").replace("-", "\\-").stripTrailing();
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
