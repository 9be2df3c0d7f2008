package dev.twobit.cli;

import dev.twobit.results.Json;

/** Records as JSON for standard output. */
final class JsonOutput {
  private JsonOutput() {}

  /** Indented, without the final line end. */
  static String of(Object value) {
    return Json.indented(value);
  }
}
