package dev.twobit.report;

import dev.twobit.results.Accuracy;
import dev.twobit.results.Gain;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.NetworkRow.SimulatedCost;
import dev.twobit.results.RunResults;
import dev.twobit.results.SearchVerdict;
import java.util.Locale;
import java.util.Optional;

/**
 * A run in sentences: what came in, what it has at few bits, what was found, at which latency, and
 * whether the difference is more than chance.
 */
final class Headline {
  private Headline() {}

  static String of(RunResults run) {
    String model = run.request().inputs().model();
    String bits = run.request().arithmetic().bits() + " bits";
    StringBuilder text = new StringBuilder(cameIn(model, run.network(NetworkKind.IMPORTED)));
    Optional<NetworkRow> original = run.network(NetworkKind.QUANTIZED_ORIGINAL);
    Optional<NetworkRow> adapted = run.network(NetworkKind.QUANTIZED_ADAPTED);
    original.flatMap(Headline::accuracy).ifPresent(a -> text.append(quantized(bits, a)));
    Optional<SearchVerdict> itself =
        run.search().verdict().filter(v -> v.returned() == SearchVerdict.Returned.ORIGINAL);
    if (itself.isPresent()) {
      return text.append(itself(itself.get(), adapted)).toString();
    }
    adapted
        .flatMap(Headline::accuracy)
        .ifPresent(
            a ->
                text.append(
                    " The network found has "
                        + Format.percent(a.top1Percent())
                        + latency(original, adapted)
                        + "."));
    difference(run).ifPresent(text::append);
    return text.toString();
  }

  /** Two rows of one network tell nothing apart. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static String itself(SearchVerdict verdict, Optional<NetworkRow> adapted) {
    return " What was found is this network itself"
        + verdict.residualBits().map(b -> ", its residual path at " + b + " bits").orElse("")
        + adapted
            .flatMap(NetworkRow::simulated)
            .map(c -> ", at " + Format.milliseconds(c.latencyMilliseconds()))
            .orElse("")
        + ".";
  }

  /** The file as it is; one without weights has no accuracy. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  static String cameIn(String model, Optional<NetworkRow> imported) {
    return imported
        .flatMap(Headline::accuracy)
        .map(
            a ->
                String.format(
                    Locale.ROOT,
                    "%s has %s top-1 on %s test images.",
                    model,
                    Format.percent(a.top1Percent()),
                    Format.count(a.testImages())))
        .orElse(model + " was evaluated with no weights of its own.");
  }

  static String quantized(String bits, Accuracy accuracy) {
    return " Trained at "
        + bits
        + " it has "
        + Format.percent(accuracy.top1Percent())
        + (accuracy.form() == Accuracy.Form.AS_DEPLOYED ? ", as integers." : ", as trained.");
  }

  /** As deployed, else as trained. */
  static Optional<Accuracy> accuracy(NetworkRow row) {
    return row.accuracy(Accuracy.Form.AS_DEPLOYED).or(() -> row.accuracy(Accuracy.Form.AS_TRAINED));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as they are
  private static String latency(Optional<NetworkRow> original, Optional<NetworkRow> adapted) {
    Optional<SimulatedCost> from = original.flatMap(NetworkRow::simulated);
    Optional<SimulatedCost> to = adapted.flatMap(NetworkRow::simulated);
    return from.isPresent() && to.isPresent()
        ? String.format(
            Locale.ROOT,
            " at %.2fx the latency, %s in place of %s",
            to.get().latencyMilliseconds() / from.get().latencyMilliseconds(),
            Format.milliseconds(to.get().latencyMilliseconds()),
            Format.milliseconds(from.get().latencyMilliseconds()))
        : "";
  }

  /** Between the two at few bits, as deployed where that was measured. */
  private static Optional<String> difference(RunResults run) {
    return run.gains().stream()
        .filter(g -> g.from() == NetworkKind.QUANTIZED_ORIGINAL)
        .filter(g -> g.to() == NetworkKind.QUANTIZED_ADAPTED)
        .filter(g -> g.halfWidth95().isPresent())
        .reduce((first, last) -> last)
        .map(Headline::told);
  }

  private static String told(Gain gain) {
    double half = gain.halfWidth95().orElseThrow();
    boolean real = Math.abs(gain.change()) > half;
    return String.format(
        Locale.ROOT,
        " That is %+.2f points, with a 95 %% interval of ±%.2f for the number of test images: %s.",
        gain.change(),
        half,
        real ? "more than chance" : "no more than chance may do");
  }
}
