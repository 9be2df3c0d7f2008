package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.network.BatchAxis;
import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ChannelGrouping;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.QcdqImporter;
import java.util.List;

/** The ONNX reader, quantized files included, and what is asked of every network. */
class OnnxFuzzTest {
  private final InputFile file = InputFile.named("model.onnx");

  @FuzzTest
  void model(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          Network network = QcdqImporter.read(file.path()).network();
          CostSummary.of(network);
          ChannelGrouping.of(network);
          ChannelDependencies.tied(network);
          BatchAxis.mixedBy(network);
          CostSummary.of(BatchAxis.together(network));
        });
    sized(input);
  }

  /** The same with another batch and other extents, which the input's first bytes choose. */
  private void sized(byte[] input) {
    int batch = input.length < 2 ? 1 : 1 + (input[1] & 0xff);
    int extent = 1 + (input.length < 4 ? 0 : input[3] & 0x3f);
    InputSizes shaped = InputSizes.parse(List.of(batch + "x3x" + extent + "x" + extent));
    for (InputSizes sizes : List.of(InputSizes.NONE.withBatch(batch), shaped)) {
      Readers.valueOrOneLine(
          () -> {
            file.fill(input);
            Network network = QcdqImporter.read(file.path(), sizes).network();
            CostSummary.of(BatchAxis.together(network));
          });
    }
  }
}
