package dev.twobit.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of commands: 80 columns, and of commands with many options a short usage line and {@link
 * OptionSections} in place of the alphabet.
 */
final class UsageHelp {
  static final int WIDTH = 80;

  /** So many options and fewer are looked through at once. */
  static final int FEW_OPTIONS = 12;

  private UsageHelp() {}

  /** For the command and all its subcommands. */
  static CommandLine of(CommandLine command) {
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, UsageHelp::synopsis);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, UsageHelp::options);
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    return command.setUsageHelpWidth(WIDTH).setHelpSectionMap(sections);
  }

  static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put("1", "the job failed, or what was verified is not so");
    codes.put("2", "wrong input or usage; nothing was written");
    codes.put(String.valueOf(StopHook.INTERRUPTED), "ended by Ctrl-C; how to go on was said");
    return codes;
  }

  static boolean isLarge(CommandSpec command) {
    return command.options().size() > FEW_OPTIONS;
  }

  /** What must be given; the rest is {@code [OPTIONS]}. */
  private static String synopsis(Help help) {
    CommandSpec command = help.commandSpec();
    if (!isLarge(command)) {
      return help.synopsis(help.synopsisHeadingLength());
    }
    String required =
        command.options().stream()
            .filter(OptionSpec::required)
            .map(option -> " " + option.longestName() + "=" + option.paramLabel())
            .collect(Collectors.joining());
    String parameters =
        command.positionalParameters().stream()
            .map(p -> p.arity().min() == 0 ? " [" + p.paramLabel() + "]" : " " + label(p))
            .collect(Collectors.joining());
    return command.qualifiedName() + required + " [OPTIONS]" + parameters + System.lineSeparator();
  }

  private static String label(CommandLine.Model.PositionalParamSpec parameter) {
    return parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
  }

  private static String options(Help help) {
    CommandSpec command = help.commandSpec();
    if (!isLarge(command)) {
      return help.optionList();
    }
    StringBuilder text = new StringBuilder();
    List<OptionSpec> others =
        command.options().stream()
            .filter(option -> !option.hidden() && OptionSections.section(option).isEmpty())
            .toList();
    text.append(list(help, others));
    for (OptionSections section : OptionSections.values()) {
      List<OptionSpec> options = section.of(command);
      if (!options.isEmpty()) {
        text.append(System.lineSeparator()).append(section.heading()).append(':');
        text.append(System.lineSeparator()).append(list(help, options));
      }
    }
    return text.toString();
  }

  /** In the columns of the whole command. */
  private static String list(Help help, List<OptionSpec> options) {
    Help.Layout layout =
        help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme());
    layout.addOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }
}
