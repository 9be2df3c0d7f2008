package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ChannelGrouping;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.HostileCorpus.Verdict;
import dev.twobit.onnx.read.QcdqImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both readers, and what is asked of a network before anything runs. */
@Tag("slow")
class HostileCorpusTest {
  @TempDir Path folder;

  static List<HostileCorpus.Model> models() {
    return HostileCorpus.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void isReadOrRefusedInOneLine(HostileCorpus.Model model) throws IOException {
    Path file = Files.write(folder.resolve(model.file()), model.bytes().get());

    Throwable thrown = catchThrowable(() -> judged(QcdqImporter.read(file).network()));

    if (model.verdict() == Verdict.REFUSED) {
      assertThat(thrown)
          .as(model.name())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(model.file())
          .hasNoCause();
      String message = String.valueOf(thrown.getMessage());
      assertThat(message)
          .doesNotContainPattern("\\p{Cntrl}")
          .doesNotContain("\u0085", "\u2028", "\u202e")
          .hasSizeLessThan(600);
      assertThat(model.says().split("\\|")).as(message).anyMatch(message::contains);
    } else {
      assertThat(thrown).isNull();
    }
  }

  private static void judged(Network network) {
    ChannelGrouping.of(network);
    ChannelDependencies.tied(network);
    if (network.layers().size() < 5000) {
      ChannelDependencies.aligned(network);
    }
  }
}
