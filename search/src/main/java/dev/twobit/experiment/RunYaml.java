package dev.twobit.experiment;

import dev.twobit.io.Sha256;
import dev.twobit.tensor.ConvolutionBackend;
import java.io.IOException;
import java.util.List;

/**
 * {@code run.yaml}: everything needed to repeat a run to the bit, after defaults were filled in.
 *
 * @param model as given; {@code modelSha256} of the file's bytes, hexadecimal
 * @param normalization as it can be given again
 * @param convolutions what libtorch convolves with: training's bits depend on it
 */
record RunYaml(
    String twobit,
    String model,
    String modelSha256,
    String hardware,
    List<String> budgets,
    String data,
    String normalization,
    String preset,
    int bits,
    int residualBits,
    int warmupEpochs,
    int searchEpochs,
    int trainingEpochs,
    List<Long> seeds,
    int threads,
    String convolutions) {

  static RunYaml of(SearchSetup setup) throws IOException {
    SearchRequest request = setup.request();
    return new RunYaml(
        TwobitVersion.current(),
        request.model().toString(),
        Sha256.of(request.model()),
        request.hardware(),
        request.budgets(),
        request.data(),
        request.normalization(),
        request.preset(),
        request.bits(),
        request.residualBits(),
        setup.settings().warmupEpochs(),
        setup.settings().searchEpochs(),
        setup.settings().trainingEpochs(),
        request.seeds(),
        request.threads(),
        ConvolutionBackend.current().description());
  }
}
