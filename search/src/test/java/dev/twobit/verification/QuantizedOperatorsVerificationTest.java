package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.onnx.write.DrawnSpelling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks of quantized operators of all kinds, in each spelling. */
class QuantizedOperatorsVerificationTest {
  private static final int NETWORKS = 40;

  @TempDir private Path folder;

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(DrawnSpelling.class)
  void equalsOnnxRuntimeAndBothEnginesAgree(DrawnSpelling spelling) throws IOException {
    var verification =
        new QuantizedOperatorsVerification(folder, HardwareCatalog.load("nvdla-small-w2a2"));

    List<String> differences = new ArrayList<>();
    for (long seed = 1; seed <= NETWORKS; seed++) {
      for (String difference : verification.of(seed, spelling)) {
        differences.add("seed " + seed + ", " + difference);
      }
    }
    assertThat(differences).isEmpty();
  }
}
