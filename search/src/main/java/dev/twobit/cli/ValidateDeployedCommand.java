package dev.twobit.cli;

import dev.twobit.experiment.TestImages;
import dev.twobit.onnx.QcdqImporter;
import dev.twobit.verification.CodeAudit;
import dev.twobit.verification.DeployedValidation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit validate deployed}. */
@Command(
    name = "deployed",
    description =
        "Run a QCDQ file on integers alone and in ONNX Runtime, image by image: classes, outputs,"
            + " and every code that differs with the reason.",
    footerHeading = "%nExample:%n",
    footer = "  twobit validate deployed run/adapted.onnx --data cifar10:cifar-10-batches-bin")
final class ValidateDeployedCommand implements Callable<Integer> {
  private static final int PROGRESS_IMAGES = 100;

  private final Console console;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file that twobit exported.")
  private Path model;

  @Mixin private DataOptions data;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Test images, from the first. Default: ${DEFAULT-VALUE}.",
      defaultValue = "200")
  private int images = 200;

  @Mixin private JsonOption json;

  ValidateDeployedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--images", images);
    TestImages test =
        TestImages.load(QcdqImporter.read(model).network(), data.data(), data.normalization());
    AtomicInteger done = new AtomicInteger();
    DeployedValidation result =
        DeployedValidation.run(
            model,
            test::image,
            Math.min(wanted, test.count()),
            image -> progress(done.incrementAndGet(), wanted));
    console.out().println(json.isSet() ? JsonOutput.of(result) : text(result));
    return result.passed() ? 0 : 1;
  }

  private void progress(int done, int wanted) {
    if (done % PROGRESS_IMAGES == 0 && done < wanted) {
      console.err().printf(Locale.ROOT, "%,d of %,d images%n", done, wanted);
    }
  }

  private static String text(DeployedValidation r) {
    CodeAudit a = r.stepwise();
    return String.format(
        Locale.ROOT,
        """
        %s on integers against ONNX Runtime, %,d images
        same class    %,d images (%.2f %%)
        outputs       differ by %.1e of the largest (median image), %.1e at most
        step by step  %,d of %,d codes differ (%.1e): %,d ties, %,d by float rounding, %,d unexplained
                      farthest from its threshold: %.1e steps; %d of %d tensors of codes compared
        end to end    %.1e of the codes differ""",
        Text.printable(r.network()),
        r.images(),
        r.equalClasses(),
        r.equalClassesPercent(),
        r.medianLogitDifference(),
        r.largestLogitDifference(),
        a.differing(),
        a.codes(),
        a.share(),
        a.ties(),
        a.roundings(),
        a.unexplained(),
        a.farthest(),
        r.comparedTensors(),
        r.codeTensors(),
        r.throughout());
  }
}
