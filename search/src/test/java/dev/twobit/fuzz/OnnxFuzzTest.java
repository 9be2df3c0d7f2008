package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ChannelGrouping;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.QcdqImporter;

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
        });
  }
}
