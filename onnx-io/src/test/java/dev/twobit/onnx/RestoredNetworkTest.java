package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles, biases and batch norms of real networks. */
class RestoredNetworkTest {
  private static final String RESNET20 = "cifar_resnet/resnet20_cifar10_op13_conv1x1.onnx";

  private static Network read(String model) {
    return OnnxImporter.read(SharedModels.model(model));
  }

  /**
   * 271,594 as written, 272,282 restored, the paper's count
   * (onnx-io/docs/export-formats.md#restored-batch-normalization).
   */
  @Test
  void resNet20CountsAsInThePaperWhenRestored() {
    Network written = read(RESNET20);
    Network restored = BatchNormalizationRestorer.restore(written).network();
    assertThat(CostSummary.of(written).params()).isEqualTo(271_594);
    assertThat(CostSummary.of(restored).params()).isEqualTo(272_282);
    assertThat(CostSummary.of(restored).macs()).isEqualTo(CostSummary.of(written).macs());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        RESNET20,
        "cifar_resnet/resnet20_cifar10_op11_dynb.onnx",
        "mlperf_tiny/resnet8_float_autopad_op11.onnx",
        "vnncomp/marabou_cifar10_small.onnx",
        "other/mnist8_cntk_conv.onnx",
        "torchvision/tv_mobilenet_v2_op13_fold_dynb.onnx"
      })
  void restoringKeepsTheOutput(String model) {
    Network written = read(model);
    Network restored =
        BatchNormalizationRestorer.restore(NetworkCanonicalizer.canonical(written)).network();
    Random random = new Random(3);
    float[] input = new float[(int) written.shape(written.inputs().get(0)).elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    float[] before = ReferenceExecutor.run(NetworkCanonicalizer.canonical(written), input);
    float[] after = ReferenceExecutor.run(restored, input);
    assertThat(SharedModelsTest.relativeDifference(after, before)).isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({
    RESNET20 + ",1,1,2,18",
    "cifar_resnet/resnet20_cifar10_op13.onnx,1,1,0,18",
    "mlperf_tiny/resnet8_float_autopad_op11.onnx,1,1,2,6",
    "light/light_resnet50.onnx,1,1,4,48",
    "torchvision/tv_mobilenet_v2_op13_fold_dynb.onnx,1,1,0,51",
    "vnncomp/cifar10_resnet_2b.onnx,1,1,1,5"
  })
  void rolesOfRealNetworks(String model, int first, int last, int shortcut, int quantized) {
    Map<String, Role> roles = ConvolutionRoles.of(read(model));
    assertThat(
            List.of(
                Collections.frequency(roles.values(), Role.FIRST),
                Collections.frequency(roles.values(), Role.LAST),
                Collections.frequency(roles.values(), Role.SHORTCUT),
                Collections.frequency(roles.values(), Role.QUANTIZED)))
        .containsExactly(first, last, shortcut, quantized);
  }

  @Test
  void aBiasWrittenAsAnAddBecomesOne() {
    Network canonical = NetworkCanonicalizer.canonical(read("other/mnist8_cntk_conv.onnx"));
    assertThat(canonical.layers())
        .noneMatch(l -> l instanceof dev.twobit.network.Layer.ConstantArithmetic);
  }
}
