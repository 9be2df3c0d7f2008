package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.network.ChannelSplitter;
import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit split}. */
@Command(
    name = "split",
    description = {
      "Split channels with outlying weights of a trained network (OCS).",
      "Input channels of inner convolutions that have the largest weights are read twice with half"
          + " the weights: the same function, a smaller range. Then 'twobit export --data'"
          + " calibrates it, 'twobit simulate' says what the channels cost."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit split resnet20.onnx resnet20-split.onnx --ratio 0.05 --bits 4")
final class SplitCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "MODEL.onnx", description = "ONNX file in float.")
  private Path model;

  @Parameters(index = "1", paramLabel = "OUT.onnx", description = "File to write.")
  private Path out;

  @Option(
      names = "--ratio",
      paramLabel = "R",
      defaultValue = "0.05",
      description =
          "Input channels to split, a share of each convolution's, 0 to 1 (${DEFAULT-VALUE}).")
  private double ratio;

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "8",
      description = "Bits that weights are to have, 2 to 8 (${DEFAULT-VALUE}).")
  private int bits;

  @Mixin private ForceOption force;
  @Mixin private InputShapeOption shapes;
  @Mixin private JsonOption json;

  /**
   * What {@code --json} prints.
   *
   * @param channelsAdded input channels of convolutions
   * @param convolutionsCopiedFor those whose channels are copied, not written twice
   */
  record Written(
      String file,
      int channelsAdded,
      int convolutionsCopiedFor,
      long macs,
      long macsBefore,
      long params,
      long paramsBefore) {}

  SplitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new InvalidInputException("--ratio: found " + ratio + ", expected 0 to 1");
    }
    if (bits < 2 || bits > 8) {
      throw new InvalidInputException("--bits: found " + bits + ", expected 2 to 8");
    }
    force.requireFree(out);
    QcdqFile file = new ModelSource(model, shapes.sizes()).readQuantized();
    if (!file.quantization().weights().isEmpty() || !file.quantization().inputs().isEmpty()) {
      throw new InvalidInputException(model + ": found a quantized network, expected one in float");
    }
    Network network = file.network();
    SupportCheck.requireSupported(network);
    ChannelSplitter.Split split = ChannelSplitter.split(network, ratio, bits);
    if (split.channels().isEmpty()) {
      throw new InvalidInputException(
          model + ": found no inner convolution without groups, expected one to split");
    }
    OnnxExporter.write(split.network(), out);
    CostSummary costs = CostSummary.of(split.network());
    CostSummary before = CostSummary.of(network);
    Written written =
        new Written(
            out.toString(),
            split.channels().values().stream().mapToInt(n -> n).sum(),
            split.copied().size(),
            costs.macs(),
            before.macs(),
            costs.params(),
            before.params());
    console.out().println(json.isSet() ? VersionedJson.indented(written) : text(written));
    return 0;
  }

  private static String text(Written w) {
    return String.format(
        Locale.ROOT,
        "%s: %d input channels more, copied for %d convolutions; %,d MACs (%,d before), %,d PARAMs"
            + " (%,d before)",
        w.file,
        w.channelsAdded,
        w.convolutionsCopiedFor,
        w.macs,
        w.macsBefore,
        w.params,
        w.paramsBefore);
  }
}
