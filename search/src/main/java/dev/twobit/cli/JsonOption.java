package dev.twobit.cli;

import picocli.CommandLine.Option;

/** {@code --json} of commands whose output is data. */
final class JsonOption {
  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  boolean isSet() {
    return json;
  }
}
