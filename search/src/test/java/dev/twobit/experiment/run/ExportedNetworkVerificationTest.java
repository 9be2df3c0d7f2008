package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.results.VerificationResult;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Logits that are those of plain Java but for some images. */
class ExportedNetworkVerificationTest {
  private static final int IMAGES = 24;

  private final ImageDataset test =
      DatasetPair.load("embedded").test().subset("some", IntStream.range(0, IMAGES).toArray());
  private final Normalization normalization = Normalization.measured(test);
  private final Network network = Initializer.initialize(TestNetworks.block(8), 3);

  /**
   * @param turned images whose logits are another network's
   */
  private List<VerificationResult> checks(int turned, int threads) {
    BatchMaker batches = new BatchMaker(test, normalization);
    NetworkQuantization quantization = NetworkQuantization.none();
    float[][] logits =
        ParallelMap.of(IMAGES, 1, i -> quantization.run(network, batches.plain(i, 1)))
            .toArray(float[][]::new);
    for (int i = 0; i < turned; i++) {
      for (int c = 0; c < logits[i].length; c++) {
        logits[i][c] *= -1 - i;
      }
    }
    var deployed =
        new ExportedNetworkVerification.Deployed(
            network, quantization, Path.of("adapted.onnx"), logits);
    long stolen = ForkJoinPool.commonPool().getStealCount();
    List<VerificationResult> checks =
        ExportedNetworkVerification.of(deployed, test, normalization, threads);
    assertThat(ForkJoinPool.commonPool().getStealCount()).isEqualTo(stolen);
    return checks;
  }

  @Test
  void resultsAreTheSameForAnyNumberOfThreadsAndNoneIsOfTheCommonPool() {
    for (int turned : List.of(0, 2, IMAGES)) {
      List<VerificationResult> one = checks(turned, 1);
      assertThat(one)
          .extracting(VerificationResult::passed)
          .containsExactly(turned == 0, turned <= 2);
      assertThat(checks(turned, 3)).isEqualTo(one);
      assertThat(checks(turned, 16)).isEqualTo(one);
    }
  }
}
