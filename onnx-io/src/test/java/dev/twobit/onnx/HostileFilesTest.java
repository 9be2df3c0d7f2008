package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a hostile file holds, it imports or gets one line; nothing else escapes. */
class HostileFilesTest {
  static Stream<String> files() throws IOException {
    var models = SharedModels.find();
    if (models.isEmpty()) {
      return Stream.of("absent");
    }
    try (var list = Files.list(models.get().resolve("hostile"))) {
      return list
          .map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".onnx"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void importsOrSaysWhyInOneLine(String name) {
    Path file = SharedModels.require().resolve("hostile").resolve(name);
    try {
      OnnxImporter.read(file);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).doesNotContain("\n").contains(name).hasSizeLessThan(400);
    } catch (RuntimeException e) {
      fail("expected an import or one line, found " + e, e);
    }
  }

  /** What is not supported of an operator that is, and what share of the MACs that costs. */
  @ParameterizedTest
  @CsvSource({
    "g01_unknown_op.onnx,node 'foo' (FooBar): operator FooBar is not supported;",
    "g06_conv1d.onnx,node 'c1d' (Conv): operator Conv is not supported (input of rank 3",
    "g21_dynamic_weights.onnx,operator Conv is not supported (the weight is computed at run time"
  })
  void namesWhatIsNotSupportedAndThatItsShareIsUnknown(String name, String says) {
    Path file = SharedModels.require().resolve("hostile").resolve(name);
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(says)
        .hasMessageContaining("its share of the MACs cannot be counted");
  }
}
