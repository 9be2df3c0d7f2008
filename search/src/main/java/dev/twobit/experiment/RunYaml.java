package dev.twobit.experiment;

import dev.twobit.io.Sha256;
import dev.twobit.tensor.ConvolutionBackend;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code run.yaml}: everything needed to repeat a run to the bit, after defaults were filled in.
 *
 * @param model as given; {@code modelSha256} of the file's bytes, hexadecimal
 * @param normalization as it can be given again
 * @param settings every key of the search
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
    String method,
    String weights,
    String activations,
    int bits,
    int residualBits,
    String precision,
    Map<String, String> settings,
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
        request.method(),
        request.weights().text(),
        request.activations().text(),
        request.bits(),
        request.residualBits(),
        request.precision().name().toLowerCase(Locale.ROOT),
        setup.settings().toMap(),
        request.seeds(),
        request.threads(),
        ConvolutionBackend.current().description());
  }
}
