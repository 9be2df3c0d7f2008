package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.tensor.Torch;
import dev.twobit.training.FakeQuantizedNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.verification.DeployedNetwork;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.FloatNetwork;
import dev.twobit.verification.IntegerInference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs a deployed file on integers and holds it against floats and the clocked engine. */
public final class IntegerPathRun {
  private final ModelSource model;
  private final QcdqFile file;
  private final FakeQuantizedNetwork deployed;
  private final ImageDataset test;
  private final Normalization normalization;
  private final Extent extent;
  private final CheckProgress progress;
  private final BatchMaker batches;

  private IntegerPathRun(
      ModelSource model,
      QcdqFile file,
      FakeQuantizedNetwork deployed,
      ImageDataset test,
      Normalization normalization,
      Extent extent,
      CheckProgress progress) {
    this.model = model;
    this.file = file;
    this.deployed = deployed;
    this.test = test;
    this.normalization = normalization;
    this.extent = extent;
    this.progress = progress;
    this.batches = new BatchMaker(test, normalization);
  }

  /**
   * How much is compared; images are taken from the first on.
   *
   * @param images of the test set; {@code comparedImages} of them code by code with libtorch,
   *     {@code onnxImages} with ONNX Runtime, {@code tickImages} on the clocked engine
   * @param hardware that the clocked engine simulates, by name or file; empty if it does not run
   * @param threads of libtorch and of the integers
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Extent(
      int images,
      int comparedImages,
      int onnxImages,
      Optional<String> hardware,
      int tickImages,
      int threads) {

    /** All test images, as many of them compared as take a few minutes. */
    public static Extent usual(String hardware, int threads) {
      return new Extent(Integer.MAX_VALUE, 1000, 200, Optional.of(hardware), 1, threads);
    }

    /** The same without the clocked engine. */
    public Extent withoutHardware() {
      return new Extent(images, comparedImages, onnxImages, Optional.empty(), 0, threads);
    }
  }

  /**
   * The integer path of a file whose training is not known: libtorch computes with its integers.
   *
   * @param dataSpec {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
   * @param normalizationSpec as on the command line
   * @param progress told what begins, a line each
   */
  public static IntegerPath ofFile(
      ModelSource model,
      String dataSpec,
      String normalizationSpec,
      Extent extent,
      CheckProgress progress) {
    QcdqFile file = DeployedNetworkVerification.read(model);
    PreparedData data =
        PreparedData.load(
            dataSpec,
            StatedInput.normalization(model.toString(), file.metadata(), normalizationSpec),
            file.network());
    return of(
        model,
        file,
        FakeQuantizedNetwork.of(file.network(), file.quantization()),
        data.test(),
        data.normalization(),
        extent,
        progress);
  }

  static IntegerPath of(
      ModelSource model,
      QcdqFile file,
      FakeQuantizedNetwork deployed,
      ImageDataset test,
      Normalization normalization,
      Extent extent,
      CheckProgress progress) {
    ImageDataset some = first(test, extent.images);
    return new IntegerPathRun(model, file, deployed, some, normalization, extent, progress).run();
  }

  /** The first {@code count} images, or all. */
  public static ImageDataset first(ImageDataset data, int count) {
    return count >= data.size()
        ? data
        : data.subset(data.name(), IntStream.range(0, count).toArray());
  }

  private IntegerPath run() {
    Optional<HardwareConfig> hardware = extent.hardware.map(HardwareCatalog::load);
    Torch.useThreads(extent.threads);
    IntegerInference integers = IntegerInference.of(file);
    long begin = System.nanoTime();
    float[][] ours =
        integers
            .outputs(counted("images on integers", test.size()), test.size(), extent.threads)
            .toArray(float[][]::new);
    double perSecond = test.size() / ((System.nanoTime() - begin) / 1e9);
    progress.say(
        String.format(
            Locale.ROOT, "%,d images on integers, %.0f a second", test.size(), perSecond));
    progress.say("the same by exact thresholds");
    IntegerInference.Exact exact =
        integers.exact(
            counted("images by exact thresholds", test.size()), test.size(), extent.threads);
    int[] asStored = OnnxClassifier.classes(ours);
    int[] classes = OnnxClassifier.classes(exact.outputs().toArray(float[][]::new));
    int[] inFloat = OnnxClassifier.classes(deployed.logits(test, normalization));
    progress.say("codes against libtorch");
    DeployedNetworkVerification libtorch =
        DeployedNetworkVerification.run(
            file,
            new Libtorch(deployed, test, normalization),
            this::image,
            Math.min(extent.comparedImages, test.size()),
            extent.threads,
            progress.counter(
                "codes against libtorch", Math.min(extent.comparedImages, test.size())));
    progress.say("codes against ONNX Runtime");
    DeployedNetworkVerification onnxRuntime =
        DeployedNetworkVerification.againstOnnxRuntime(
            file,
            model,
            this::image,
            Math.min(extent.onnxImages, test.size()),
            extent.threads,
            progress.counter(
                "codes against ONNX Runtime", Math.min(extent.onnxImages, test.size())));
    return new IntegerPath(
        size(),
        integers.storage(),
        test.size(),
        OnnxClassifier.top1Percent(classes, test),
        OnnxClassifier.top1Percent(inFloat, test),
        differing(classes, inFloat),
        new IntegerPath.StoredConversions(
            OnnxClassifier.top1Percent(asStored, test),
            differing(asStored, classes),
            perSecond,
            extent.threads,
            exact.errors()),
        libtorch,
        onnxRuntime,
        hardware.map(this::ticks).orElse(List.of()));
  }

  private static int differing(int[] some, int[] others) {
    return (int) IntStream.range(0, some.length).filter(i -> some[i] != others[i]).count();
  }

  /** Images that are counted as they are asked for. */
  private IntFunction<float[]> counted(String check, int of) {
    IntConsumer counter = progress.counter(check, of);
    return number -> {
      counter.accept(number);
      return image(number);
    };
  }

  private float[] image(int number) {
    return batches.plain(number, 1);
  }

  private long size() {
    try {
      return Files.size(model.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ClockedVerification> ticks(HardwareConfig hardware) {
    DeployedNetwork network = DeployedNetwork.of(file, 2, 8);
    List<ClockedVerification> checks = new ArrayList<>();
    for (int i = 0; i < Math.min(extent.tickImages, test.size()); i++) {
      progress.say("image " + i + " through the clocked engine of " + hardware.name());
      checks.add(
          ClockedVerification.of(
              network.run(image(i), 1, hardware, true, (n, all, step, cycles) -> {}), i, hardware));
    }
    return checks;
  }

  /** The fake-quantized network as what integers are compared with. */
  private record Libtorch(
      FakeQuantizedNetwork model, ImageDataset data, Normalization normalization)
      implements FloatNetwork {
    @Override
    public List<Run> run(int first, int count) {
      return model.images(data, normalization, first, count).stream()
          .map(image -> new Run(image.logits(), image.codes()))
          .toList();
    }

    @Override
    public String name() {
      return "libtorch";
    }
  }
}
