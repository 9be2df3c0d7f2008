package dev.twobit.experiment;

import dev.twobit.experiment.results.Accuracy;
import dev.twobit.experiment.results.DataSetFacts;
import dev.twobit.experiment.results.Json;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.io.AtomicFile;
import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.BatchNormalizationRestorer.Restoration;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxExporter;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluation;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.Teacher;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one network in its own folder: {@code run.yaml}, {@code log.jsonl}, {@code
 * checkpoints/training}, {@code training.json}, {@code trained.onnx}, and of a quantized network
 * {@code deployment.json}.
 */
public final class TrainingRun {
  private final TrainingRequest request;
  private final Execution execution;
  private final DatasetPair data;
  private final Normalization normalization;
  private final Restoration restoration;

  /**
   * How it is run, which no bit of the result depends on.
   *
   * @param out run folder
   * @param resume continue what is in it
   * @param deployment how much of the trained network is run on integers; empty: it is not deployed
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Execution(
      Path out,
      boolean resume,
      CheckpointInterval interval,
      StopRequest stop,
      Optional<IntegerPathRun.Extent> deployment,
      ProgressLine progress) {}

  /**
   * A training that has come to its end.
   *
   * @param deployment of a quantized network, unless it was not asked for or cannot be
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Finished(TrainingOutcome training, Optional<TrainedDeployment> deployment) {}

  private TrainingRun(TrainingRequest request, Execution execution) {
    this.request = request;
    this.execution = execution;
    this.restoration = BatchNormalizationRestorer.restore(network(request));
    this.data = DatasetPair.load(request.data());
    data.requireFit(restoration.network());
    this.normalization = normalization(request.normalization(), data.train());
  }

  /** All input is checked before anything is written. */
  public static Finished run(TrainingRequest request, Execution execution) throws IOException {
    execution
        .deployment()
        .flatMap(IntegerPathRun.Extent::hardware)
        .ifPresent(HardwareCatalog::load);
    var run = new TrainingRun(request, execution);
    dev.twobit.tensor.Torch.useThreads(request.recipe().threads());
    TrainableNetwork model =
        TrainableNetwork.of(run.start(), run.scheme()).withPrecision(request.precision());
    Optional<Teacher> teacher = run.teacher();
    try (RunFolder folder = RunFolder.open(execution.out(), execution.resume())) {
      folder.claim(TrainingYaml.of(request, run.normalization.spec()));
      run.tell();
      return run.train(model, teacher, folder);
    }
  }

  /** {@code auto} is measured on the training images. */
  static Normalization normalization(String text, ImageDataset train) {
    return text.equals("auto")
        ? Normalization.measured(train)
        : Normalization.parse(text, train.channels());
  }

  private static Network network(TrainingRequest request) {
    Network imported = OnnxImporter.read(request.model());
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    if (request.isQuantized()) {
      ConvolutionRoles.requireQuantized(canonical);
    }
    return canonical;
  }

  /** A clip given on the command line stands; otherwise activations start from the first batch. */
  private QuantizationScheme scheme() {
    boolean given = request.activations().parameters().containsKey("init");
    return new QuantizationScheme(request.weights(), request.activations(), !given);
  }

  /** The network with the weights that training begins with. */
  private Network start() {
    return request.init() == TrainingRequest.Init.FRESH
        ? Initializer.initialize(restoration.network(), request.recipe().seed())
        : ImportedWeights.calibrate(
            restoration.network(), restoration.restored(), data.train(), normalization);
  }

  private Optional<Teacher> teacher() {
    return request
        .teacher()
        .map(
            given -> {
              Network imported = OnnxImporter.read(given.file());
              SupportCheck.requireSupported(imported);
              Network network = NetworkCanonicalizer.canonical(imported);
              data.requireFit(network);
              if (network.parameters().isEmpty()) {
                throw new InvalidInputException(
                    given.file() + ": found no weights in the file; expected a trained teacher");
              }
              return new Teacher(
                  network,
                  given.normalization().equals("same")
                      ? normalization
                      : normalization(given.normalization(), data.train()),
                  normalization);
            });
  }

  private void tell() {
    if (!request.precision().isNative()) {
      execution
          .progress()
          .say("this processor has no bfloat16 multiplication: bf16 is emulated, and slower");
    }
    if (!restoration.restored().isEmpty()) {
      execution
          .progress()
          .say(
              "batch normalization restored behind "
                  + restoration.restored().size()
                  + " convolutions that had a bias"
                  + (request.init() == TrainingRequest.Init.IMPORTED
                      ? ", with statistics of training images"
                      : ""));
    }
  }

  private Finished train(TrainableNetwork model, Optional<Teacher> teacher, RunFolder folder)
      throws IOException {
    RunLog log = new RunLog(folder.log());
    TrainingMachine machine = TrainingMachine.current(request.recipe().threads());
    tellOfAnotherMachine(machine, log);
    log.write("sitting", Map.of("twobit", TwobitVersion.current(), "machine", machine));
    Trainer trainer =
        new Trainer(
            model,
            request.recipe(),
            data.train(),
            data.test(),
            normalization,
            new Trainer.Extras(
                teacher, execution.interval(), execution.stop(), execution.progress()::say));
    Evaluation last =
        trainer.run(folder.checkpoints("training"), epoch -> note(epoch, trainer.best(), log));
    TrainingOutcome outcome = outcome(last, trainer.best(), machine);
    write(outcome, folder.root().resolve("training.json"));
    return new Finished(outcome, finish(model, folder));
  }

  private static void write(Object result, Path file) throws IOException {
    AtomicFile.writeText(file, Json.indented(result));
  }

  private void tellOfAnotherMachine(TrainingMachine now, RunLog log) throws IOException {
    for (var line : log.lines()) {
      String before = line.path("machine").path("processor").asText(now.processor());
      if (!before.equals(now.processor())) {
        execution
            .progress()
            .say(
                "begun on "
                    + before
                    + ", continued on "
                    + now.processor()
                    + ": the last bits may differ from those of one processor");
        return;
      }
    }
  }

  /**
   * Exports the trained network, which is as it was evaluated: a quantized one as it is deployed,
   * run on integers.
   */
  private Optional<TrainedDeployment> finish(TrainableNetwork model, RunFolder folder)
      throws IOException {
    if (!request.isQuantized()) {
      OnnxExporter.write(model.toNetwork(), folder.root().resolve(TrainedDeployment.FILE));
      return Optional.empty();
    }
    if (execution.deployment().isEmpty()) {
      return Optional.empty();
    }
    try {
      TrainedDeployment deployment =
          TrainedDeployment.run(
              model,
              data,
              normalization,
              PrecisionPlan.UNQUANTIZED_BITS,
              folder.root(),
              execution.deployment().get(),
              execution.progress()::say);
      write(deployment, folder.root().resolve("deployment.json"));
      return Optional.of(deployment);
    } catch (InvalidInputException e) {
      execution.progress().say("not deployed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void note(TrainingEpoch epoch, Trainer.Best before, RunLog log) {
    boolean isBest = before.epoch() == 0 || epoch.testAccuracy() > before.accuracy();
    execution
        .progress()
        .step(
            "train",
            epoch.epoch(),
            epoch.epochs(),
            String.format(
                Locale.ROOT,
                "loss %.3f  test %.2f %% (best %.2f %%)  %.0f images/s",
                epoch.trainLoss(),
                100 * epoch.testAccuracy(),
                100 * (isBest ? epoch.testAccuracy() : before.accuracy()),
                epoch.imagesPerSecond()),
            (epoch.epochs() - epoch.epoch()) * epoch.seconds());
    try {
      log.write("epoch", Map.of("phase", "train", "result", epoch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainingOutcome outcome(Evaluation last, Trainer.Best best, TrainingMachine machine)
      throws IOException {
    ImageDataset train = data.train();
    return new TrainingOutcome(
        TrainingYaml.of(request, normalization.spec()),
        restoration.restored().size(),
        new DataSetFacts(
            data.spec(),
            train.size(),
            data.test().size(),
            train.classes(),
            train.channels() + "x" + train.height() + "x" + train.width()),
        Accuracy.ofSeeds(
            Accuracy.Form.AS_TRAINED,
            List.of(new Accuracy.SeedAccuracy(request.recipe().seed(), 100 * last.accuracy())),
            data.test().size(),
            "libtorch"),
        best.epoch(),
        100 * best.accuracy(),
        machine);
  }
}
