package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.quantization.QuantizerDescription;
import dev.twobit.quantization.QuantizerDescription.Parameter;
import dev.twobit.quantization.QuantizerRegistry;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twobit quantizers}. */
@Command(
    name = "quantizers",
    description = "List the quantizers that --weights and --activations choose from.",
    footerHeading = "%nExample:%n",
    footer = "  twobit quantizers")
final class QuantizersCommand implements Runnable {
  private final Console console;

  @Mixin private JsonOption json;

  QuantizersCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<QuantizerDescription> all = QuantizerRegistry.descriptions();
    console.out().println(json.isSet() ? VersionedJson.indented(all) : text(all).strip());
  }

  private static String bits(QuantizerDescription q) {
    String without = q.withoutBits().toString().replaceAll("[\\[\\]]", "");
    return q.leastBits() + "-" + q.mostBits() + (without.isEmpty() ? "" : " but " + without);
  }

  private static String text(List<QuantizerDescription> all) {
    TextTable quantizers =
        new TextTable()
            .text("name")
            .text("quantizes")
            .text("bits")
            .text("levels at 2 bits")
            .text("parameters")
            .text("paper");
    TextTable parameters =
        new TextTable().text("parameter").text("values").text("default").text("meaning");
    for (QuantizerDescription q : all) {
      quantizers.row(
          q.name(),
          q.quantizes(),
          bits(q),
          q.levelsAtTwoBits(),
          q.parameters().stream()
              .map(p -> p.key() + "=" + p.standard())
              .collect(Collectors.joining(",")),
          q.paper());
      for (Parameter p : q.parameters()) {
        parameters.row(
            q.name() + " " + q.quantizes() + ": " + p.key(), p.values(), p.standard(), p.meaning());
      }
    }
    return quantizers.render()
        + "\n"
        + parameters.render()
        + "\nChosen as name or name:key=value,key=value. Keys of all are bits and delta (EWGS'"
        + " gradient: none, or\n0.00001 to 100, the paper's 0.001); none as name leaves floats.\n";
  }
}
