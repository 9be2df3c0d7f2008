package dev.twobit.cli;

import dev.twobit.experiment.deployment.ClockedVerification;
import dev.twobit.experiment.deployment.IntegerPath;
import dev.twobit.simulator.workload.ConversionForm;
import dev.twobit.verification.CodeComparison;
import dev.twobit.verification.ConversionError;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.IntegerStorage;
import java.util.Iterator;
import java.util.Locale;

/** A network on integers and what it was held against, as people read it. */
final class IntegerPathText {
  private IntegerPathText() {}

  static String of(IntegerPath r) {
    IntegerStorage s = r.storage();
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                %s in plain Java integers, %,d images (%.0f a second, threads: %d)
                top-1         %.2f %%; by exact thresholds %.2f %% (%d in other classes),
                              by libtorch in float as deployed %.2f %% (%d in other classes than those)
                stored        %,d bytes of packed weights (float32: %,d); file %,d
                sums to codes %,d bytes; %,d if all were thresholds, %,d if all were multiply_shift
                """,
                Text.printable(r.libtorch().network()),
                r.images(),
                r.stored().imagesPerSecond(),
                r.stored().threads(),
                r.stored().percent(),
                r.integersPercent(),
                r.stored().differingClasses(),
                r.deployedPercent(),
                r.differingClasses(),
                s.weightBytes(),
                s.floatWeightBytes(),
                r.fileBytes(),
                s.conversionBytes(),
                s.thresholdBytes(),
                s.multiplyShiftBytes()));
    conversions(r, text);
    text.append(against(r.libtorch())).append(against(r.onnxRuntime()));
    r.ticks().forEach(t -> text.append(ticks(t)));
    r.failures().forEach(f -> text.append("unequal       ").append(Text.printable(f)).append('\n'));
    return text.toString().stripTrailing();
  }

  /** How every layer makes codes, and how far multipliers and shifts are from thresholds. */
  private static void conversions(IntegerPath r, StringBuilder text) {
    Iterator<ConversionError> errors = r.stored().errors().iterator();
    for (IntegerStorage.LayerConversion c : r.storage().conversions()) {
      String form = c.form().name().toLowerCase(Locale.ROOT);
      text.append(
          String.format(
              Locale.ROOT,
              "  %-24s %d bits, %s, %,d bytes",
              Text.printable(c.tensor()),
              c.bits(),
              c.isKept() ? form + " (no multiplier can say it)" : form,
              c.bytes()));
      text.append(c.form() == ConversionForm.MULTIPLY_SHIFT ? error(c, errors.next()) : "\n");
    }
  }

  private static String error(IntegerStorage.LayerConversion c, ConversionError e) {
    return String.format(
        Locale.ROOT,
        " (thresholds %,d); %,d of %,d codes differ from them (%.1e), by %d at most, %,d"
            + " unexplained%n",
        c.thresholdBytes(),
        e.differing(),
        e.codes(),
        e.share(),
        e.largest(),
        e.unexplained());
  }

  private static String against(DeployedNetworkVerification v) {
    CodeComparison a = v.stepwise();
    return String.format(
        Locale.ROOT,
        """
        %s, %,d images
          same class    %,d images (%.2f %%)
          outputs       differ by %.1e of the largest (median image), %.1e at most
          step by step  %,d of %,d codes differ (%.1e): %,d ties, %,d by float rounding, %,d unexplained
                        farthest from its threshold: %.1e steps; %d of %d tensors of codes compared
          end to end    %.1e of the codes differ
        """,
        v.against(),
        v.images(),
        v.equalClasses(),
        v.equalClassesPercent(),
        v.medianLogitDifference(),
        v.largestLogitDifference(),
        a.differing(),
        a.codes(),
        a.share(),
        a.ties(),
        a.roundings(),
        a.unexplained(),
        a.farthest(),
        v.comparedTensors(),
        v.codeTensors(),
        v.throughout());
  }

  private static String ticks(ClockedVerification t) {
    return String.format(
        Locale.ROOT,
        "%s, image %d: %d layers on the clocked engine, %,d outputs, %,d cycles: %s%n",
        Text.printable(t.hardware()),
        t.image(),
        t.steps(),
        t.outputs(),
        t.cycles(),
        t.differences().isEmpty()
            ? "outputs equal, cycles equal"
            : t.differences().size() + " layers unequal");
  }
}
