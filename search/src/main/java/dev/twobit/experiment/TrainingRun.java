package dev.twobit.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twobit.experiment.results.Accuracy;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.OnnxExporter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluation;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import dev.twobit.training.Teacher;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
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
  private final PreparedNetwork prepared;
  private final PreparedData images;

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
    PreparedNetwork read = PreparedNetwork.read(request.inputs().model());
    this.prepared = request.isQuantized() ? read.requireQuantized() : read;
    this.images =
        PreparedData.load(
            request.inputs().data(), request.inputs().normalization(), prepared.network());
  }

  /** All input is checked before anything is written. */
  public static Finished run(TrainingRequest request, Execution execution) throws IOException {
    execution
        .deployment()
        .flatMap(IntegerPathRun.Extent::hardware)
        .ifPresent(HardwareCatalog::load);
    var run = new TrainingRun(request, execution);
    dev.twobit.tensor.Torch.useThreads(request.execution().threads());
    TrainableNetwork model =
        TrainableNetwork.of(run.start(), request.arithmetic().scheme()).withPrecision(request.arithmetic().layerPrecision());
    Optional<Teacher> teacher = run.teacher();
    try (RunFolder folder = RunFolder.open(execution.out(), execution.resume())) {
      folder.claim(TrainingYaml.of(request, run.images.normalization().spec()));
      run.tell();
      return run.train(model, teacher, folder);
    }
  }

  /** The network with the weights that training begins with. */
  private Network start() {
    return request.init() == TrainingRequest.Init.FRESH
        ? Initializer.initialize(prepared.network(), request.execution().seed())
        : ImportedWeights.calibrate(
            prepared.network(), prepared.restored(), images.train(), images.normalization());
  }

  private Optional<Teacher> teacher() {
    return request
        .teacher()
        .map(
            given -> {
              PreparedNetwork read = PreparedNetwork.read(given.file());
              Network network = read.canonical();
              images.data().requireFit(network);
              read.requireWeights("a trained teacher");
              return new Teacher(
                  network,
                  given.normalization().equals("same")
                      ? images.normalization()
                      : images.normalized(given.normalization()),
                  images.normalization());
            });
  }

  private void tell() {
    if (!request.arithmetic().layerPrecision().isNative()) {
      execution
          .progress()
          .say("this processor has no bfloat16 multiplication: bf16 is emulated, and slower");
    }
    if (!prepared.restored().isEmpty()) {
      execution
          .progress()
          .say(
              "batch normalization restored behind "
                  + prepared.restored().size()
                  + " convolutions that had a bias"
                  + (request.init() == TrainingRequest.Init.IMPORTED
                      ? ", with statistics of training images"
                      : ""));
    }
  }

  private Finished train(TrainableNetwork model, Optional<Teacher> teacher, RunFolder folder)
      throws IOException {
    RunLog log = new RunLog(folder.log());
    TrainingMachine machine = TrainingMachine.current(request.execution().threads());
    tellOfAnotherMachine(machine, log);
    log.write("sitting", Map.of("twobit", TwobitVersion.current(), "machine", machine));
    Trainer trainer =
        new Trainer(
            model,
            request.training().values(),
            images.train(),
            images.test(),
            images.normalization(),
            new Trainer.Extras(
                teacher, execution.interval(), execution.stop(), execution.progress()::say));
    Evaluation last =
        trainer.run(folder.checkpoints("training"), epoch -> note(epoch, trainer.best(), log));
    TrainingOutcome outcome = outcome(last, trainer.best(), machine);
    write(outcome, folder.root().resolve("training.json"));
    return new Finished(outcome, finish(model, folder));
  }

  private static void write(Object result, Path file) throws IOException {
    AtomicFile.write(
        file,
        new ObjectMapper()
            .registerModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(result));
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
              images,
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
    return new TrainingOutcome(
        TrainingYaml.of(request, images.normalization().spec()),
        prepared.restored().size(),
        images.facts(),
        Accuracy.ofSeeds(
            Accuracy.Form.AS_TRAINED,
            List.of(new Accuracy.SeedAccuracy(request.execution().seed(), 100 * last.accuracy())),
            images.test().size(),
            "libtorch"),
        best.epoch(),
        100 * best.accuracy(),
        machine);
  }
}
