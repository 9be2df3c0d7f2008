package dev.twobit.cli;

import dev.twobit.experiment.deployment.ClockedVerification;
import dev.twobit.experiment.deployment.IntegerPath;
import dev.twobit.verification.CodeComparison;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.IntegerStorage;
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
                top-1         %.2f %%; by libtorch in float as deployed %.2f %% (%d in other classes)
                stored        %,d bytes of packed weights (float32: %,d), %,d of thresholds; file %,d
                """,
                Text.printable(r.libtorch().network()),
                r.images(),
                r.imagesPerSecond(),
                r.threads(),
                r.integersPercent(),
                r.deployedPercent(),
                r.differingClasses(),
                s.weightBytes(),
                s.floatWeightBytes(),
                s.thresholdBytes(),
                r.fileBytes()));
    text.append(against(r.libtorch())).append(against(r.onnxRuntime()));
    r.ticks().forEach(t -> text.append(ticks(t)));
    r.failures().forEach(f -> text.append("unequal       ").append(Text.printable(f)).append('\n'));
    return text.toString().stripTrailing();
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
