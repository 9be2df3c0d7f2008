package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ChannelGroups;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.onnx.QcdqImporter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ONNX reader, quantized files included, and what is asked of every network. */
class OnnxFuzzTest {
  private final Path file = Readers.file("model.onnx");

  @FuzzTest
  void model(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          Network network = QcdqImporter.read(file).network();
          CostSummary.of(network);
          ChannelGroups.of(network);
          ChannelDependencies.tied(network);
        });
  }
}
