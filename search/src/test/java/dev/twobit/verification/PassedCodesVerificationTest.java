package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.onnx.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks with and without a quantizer behind what only moves or chooses values. */
class PassedCodesVerificationTest {
  private static final int NETWORKS = 40;

  @TempDir private Path folder;

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void aFileIsItsRequantizedTwin(ExportFormat format) throws IOException {
    var verification =
        new PassedCodesVerification(folder, HardwareCatalog.load("nvdla-small-w2a2"));

    for (long seed = 1; seed <= NETWORKS; seed++) {
      assertThat(verification.of(seed, format)).as("%s, seed %d", format, seed).isEmpty();
    }
  }
}
