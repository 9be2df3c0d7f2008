package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.Fault;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Right exports pass at every level, with ties and without; wrong ones do at none. */
@Tag("slow")
class ExportFormatVerificationTest {
  @TempDir private Path folder;

  private QcdqFile written(SmallDeployed deployed, ExportFormat format, String name)
      throws IOException {
    Path file = folder.resolve(name);
    OnnxExporter.write(deployed.network(), deployed.quantization(), format, Map.of(), file);
    return QcdqImporter.read(file);
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void imagesOfRightExportsAreCloseOrExplained(ExportFormat format) throws IOException {
    int explained = 0;
    for (long seed = 1; seed <= 3; seed++) {
      SmallDeployed right = SmallDeployed.draw(seed).onTies();
      QcdqFile given = written(right, ExportFormat.QCDQ, "given.onnx");
      QcdqFile file = written(right, format, "right.onnx");

      List<ExportResult.Comparison> checks =
          ExportFormatVerification.of(given, file, format, folder.resolve("right.onnx"));

      assertThat(checks).allMatch(ExportResult.Comparison::passed);
      explained += checks.stream().mapToInt(ExportResult.Comparison::explainedImages).sum();
    }
    assertThat(explained).as("images that ties make differ").isPositive();
  }

  private static Stream<Arguments> faults() {
    return Stream.concat(
        Stream.of(Fault.values()).map(f -> Arguments.of(f, ExportFormat.QCDQ)),
        Stream.of(
            Arguments.of(Fault.SHIFT, ExportFormat.QDQ_INT2),
            Arguments.of(Fault.LEVEL, ExportFormat.QONNX)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aWrongExportFailsAtEveryLevel(Fault fault, ExportFormat format) throws IOException {
    SmallDeployed right = SmallDeployed.draw(2).onTies();
    QcdqFile given = written(right, ExportFormat.QCDQ, "given.onnx");
    QcdqFile wrong = written(fault.in(right), format, "wrong.onnx");

    List<ExportResult.Comparison> checks =
        ExportFormatVerification.of(given, wrong, format, folder.resolve("wrong.onnx"));

    assertThat(checks).isNotEmpty().noneMatch(ExportResult.Comparison::passed);
  }
}
