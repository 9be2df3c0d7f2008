package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.OnnxImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a hostile file holds, it imports or gets one line; nothing else escapes. */
@Tag("slow")
class HostileFilesTest {
  /** Files that INDEX.csv would have refused until what they need is supported, as it now is. */
  private static final Set<String> SUPPORTED_SINCE =
      Set.of("g05", "g06", "g08", "g10", "g12", "g13", "g18");

  static List<String> files() throws IOException {
    return SharedModels.rows("models/hostile/INDEX.csv");
  }

  @ParameterizedTest
  @MethodSource("files")
  void isJudgedAsTheIndexSays(String row) {
    String name = row.substring(0, row.indexOf(','));
    Path file = SharedModels.model("hostile/" + name);
    boolean refused = false;
    try {
      OnnxImporter.read(file);
    } catch (InvalidInputException e) {
      refused = true;
      assertThat(e.getMessage()).doesNotContain("\n").contains(name).hasSizeLessThan(400);
      assertThat(e.getCause()).as(e.getMessage()).isNull();
    }
    if (row.contains(",reject,") || row.contains(",reject-unsupported,")) {
      assertThat(refused).isEqualTo(!SUPPORTED_SINCE.contains(name.substring(0, 3)));
    } else if (row.contains(",accept,")) {
      assertThat(refused).isFalse();
    }
  }

  /** What is not supported of an operator that is, and what share of the MACs that costs. */
  @ParameterizedTest
  @CsvSource({
    "g01_unknown_op.onnx,node 'foo' (FooBar): operator FooBar is not supported;",
    "g07_conv3d.onnx,node 'c3d' (Conv): operator Conv is not supported (input of rank 5",
    "g21_dynamic_weights.onnx,operator Conv is not supported (the weight is computed at run time"
  })
  void namesWhatIsNotSupportedAndThatItsShareIsUnknown(String name, String says) {
    Path file = SharedModels.model("hostile/" + name);
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(says)
        .hasMessageContaining("its share of the MACs cannot be counted");
  }
}
