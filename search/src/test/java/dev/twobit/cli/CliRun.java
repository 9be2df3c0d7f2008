package dev.twobit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One invocation of the command line in this process. */
record CliRun(int exitCode, String out, String err) {
  static CliRun of(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    CliRun run =
        new CliRun(
            code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    run.requireSchema(args);
    return run;
  }

  /** Whatever is printed as JSON is as its published schema says. */
  private void requireSchema(String... args) {
    if (!List.of(args).contains("--json")) {
      return;
    }
    if (!out.isBlank()) {
      JsonSchemaCheck.require(JsonOutputs.command(args), json());
    } else if (exitCode != 0 && err.startsWith("{")) {
      JsonSchemaCheck.require(JsonOutputs.ERRORS, new CliRun(exitCode, err, "").json());
    }
  }

  /** What it printed, as JSON. */
  JsonNode json() {
    try {
      return new JsonMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out, e);
    }
  }

  List<String> errLines() {
    return err.lines().toList();
  }
}
