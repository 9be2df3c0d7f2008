package dev.twobit.cli;

import dev.twobit.results.TwobitVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself; all work is in its subcommands. */
@Command(
    name = "twobit",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = TwobitCommand.Version.class,
    description = "Fits a CNN to a dense 2-bit MAC array.",
    footerHeading = "%nExample:%n",
    footer = "  twobit inspect resnet20.onnx",
    synopsisSubcommandLabel = "COMMAND")
final class TwobitCommand implements Runnable {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  boolean isVerbose() {
    return verbose;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "no command given; expected one of " + commands());
  }

  private String commands() {
    return String.join(", ", spec.subcommands().keySet());
  }

  /** Version for --version. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"twobit " + TwobitVersion.current()};
    }
  }
}
