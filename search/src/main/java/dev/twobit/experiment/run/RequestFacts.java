package dev.twobit.experiment.run;

import dev.twobit.precision.BitRule;
import dev.twobit.results.RunRequest;
import dev.twobit.training.QuantizationScheme;
import java.util.stream.Collectors;

/** What was asked for, in the form that reports show. */
final class RequestFacts {
  private RequestFacts() {}

  /**
   * @param r with what was decided
   * @param setup of the request, or of one of its budgets
   * @param hasEpochs whether its searches have some
   */
  static RunRequest of(SearchRequest r, SearchSetup setup, boolean hasEpochs) {
    QuantizationScheme scheme = setup.task().scheme();
    return new RunRequest(
        new RunRequest.Inputs(
            String.valueOf(r.inputs().model().getFileName()),
            r.inputs().data(),
            setup.images().normalization().spec()),
        setup.hardware().name(),
        new RunRequest.Arithmetic(
            quantizers(scheme),
            r.arithmetic().bits(),
            r.arithmetic().residualBits(),
            r.arithmetic().precision()),
        new RunRequest.Search(
            r.search().method(),
            setup.settings().preset(),
            r.search().budgets(),
            hasEpochs ? setup.settings().epochs().warmupEpochs() : 0,
            hasEpochs ? setup.settings().epochs().searchEpochs() : 0,
            setup.settings().toMap()),
        new RunRequest.Training(
            r.training().recipe(),
            r.training().values().epochs(),
            r.training().values().batchSize(),
            r.start().probed()),
        new RunRequest.Execution(r.execution().seeds(), r.execution().threads()));
  }

  private static String quantizers(QuantizationScheme scheme) {
    String inner = scheme.weights().text() + " + " + scheme.activations().text();
    String all =
        scheme.residual().isNone() ? inner : inner + " + residual path " + scheme.residual().text();
    return scheme.rules().isEmpty()
        ? all
        : all
            + "; bits of "
            + scheme.rules().stream().map(BitRule::text).collect(Collectors.joining(", "));
  }
}
