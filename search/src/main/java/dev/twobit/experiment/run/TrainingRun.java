package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.TrainingMachine;
import dev.twobit.experiment.deployment.CheckProgress;
import dev.twobit.experiment.deployment.IntegerPathRun;
import dev.twobit.experiment.deployment.StatedInput;
import dev.twobit.experiment.deployment.TrainingExport;
import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.InProcessExecutor;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.experiment.trial.TrainingWork;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.experiment.trial.TrialWork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.Accuracy;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A study of one training, in its own folder: {@code run.yaml}, {@code log.jsonl}, {@code trials/},
 * {@code checkpoints/training}, {@code training.json}, {@code trained.onnx}, and of a quantized
 * network {@code deployment.json}.
 */
public final class TrainingRun {
  private static final String PHASE = "train";

  private final TrainingRequest request;
  private final Execution execution;
  private final Subjects subjects;
  private final TrialListener progress;
  private final TrainingTrial trial;
  private final PreparedNetwork network;
  private final PreparedData images;

  /**
   * How it is run, which no bit of the result depends on.
   *
   * @param out run folder
   * @param resume continue what is in it
   * @param deployment how much of the trained network is run on integers; empty: it is not deployed
   * @param command the words that ask for it, {@code twobit} first; empty: no command did
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Execution(
      Path out,
      boolean resume,
      CheckpointInterval interval,
      StopRequest stop,
      Optional<IntegerPathRun.Extent> deployment,
      ProgressLine progress,
      List<String> command) {
    public Execution {
      command = List.copyOf(command);
    }
  }

  /**
   * A training that has come to its end.
   *
   * @param deployment of a quantized network, unless it was not asked for or cannot be
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Finished(TrainingOutcome training, Optional<TrainingExport> deployment) {}

  private TrainingRun(TrainingRequest request, Execution execution, Subjects subjects) {
    this.request = request;
    this.execution = execution;
    this.subjects = subjects;
    this.trial = trial(request, subjects);
    this.images = subjects.images(trial.subject().images());
    this.network = subjects.prepared(trial.subject().model());
    RunWork one =
        new RunWork(
            List.of(
                new RunWork.Phase(
                    PHASE, trial.training().values().epochs(), images.train().size())));
    this.progress = new RunProgress(execution.progress(), one, List.of(), t -> PHASE);
  }

  /** The one trial that it is. */
  public static TrainingTrial trial(TrainingRequest request, Subjects subjects) {
    Inputs inputs = request.inputs();
    return new TrainingTrial(
        Trial.FORMAT,
        new Subject(Subjects.model(inputs.source()), images(inputs, subjects)),
        Structure.ORIGINAL,
        request.arithmetic(),
        request.training(),
        new Start(
            request.init().name().toLowerCase(Locale.ROOT),
            request
                .teacher()
                .map(t -> new Start.TeacherNetwork(Subjects.model(t.source()), t.normalization())),
            NewChannels.SILENT),
        new TrainingTrial.Outputs(false, false, request.isQuantized()),
        request.execution());
  }

  private static Images images(Inputs inputs, Subjects subjects) {
    Content data = subjects.data(inputs.data());
    return new Images(
        data, inputs.normalization(), 0, 0, HeldOut.parse(inputs.heldOut(), data, subjects));
  }

  /** All input is checked before anything is written. */
  public static Finished run(TrainingRequest request, Execution execution) throws IOException {
    execution
        .deployment()
        .flatMap(IntegerPathRun.Extent::hardware)
        .ifPresent(HardwareCatalog::load);
    var run = new TrainingRun(request, execution, new Subjects());
    new TrainingWork(run.subjects, run.progress, TrialPlaces.apart()).prepare(run.trial);
    Optional<RateProbe> probe =
        request.probe() ? Optional.of(RateProbe.of(run.trial, 0, run.subjects)) : Optional.empty();
    try (RunFolder folder = RunFolder.open(execution.out(), execution.resume())) {
      TrainingYaml asked = run.yaml();
      folder.claim(asked);
      folder.begunBy(execution.command());
      run.tell();
      EpochLog log = new EpochLog(folder.log());
      TrainingMachine machine = TrainingMachine.current(request.execution().threads());
      run.tellOfAnotherMachine(machine, log);
      log.write(EpochLog.SITTING, Map.of("twobit", TwobitVersion.current(), "machine", machine));
      return log.noting(() -> run.train(probe, folder, log, asked, machine));
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private Finished train(
      Optional<RateProbe> probe,
      RunFolder folder,
      EpochLog log,
      TrainingYaml asked,
      TrainingMachine machine)
      throws IOException {
    if (probe.isEmpty()) {
      return train(folder, log, new Asked(asked, machine, Optional.empty()));
    }
    LearningRateProbe chosen = probe(probe.get(), folder, log);
    return new TrainingRun(
            request.with(request.training().withRateFactor(chosen.factor())), execution, subjects)
        .train(folder, log, new Asked(asked, machine, Optional.of(chosen)));
  }

  /** What is told of beside the training. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: the recipe's rate
  private record Asked(
      TrainingYaml run, TrainingMachine machine, Optional<LearningRateProbe> probe) {}

  private LearningRateProbe probe(RateProbe probe, RunFolder folder, EpochLog log)
      throws IOException {
    ProgressLine line = execution.progress();
    LearningRateProbe chosen =
        probe.choose(folder, engine(folder, TrialPlaces.in(log, t -> PHASE)), line::say);
    line.say(chosen.sentence());
    return chosen;
  }

  private TrialEngine engine(RunFolder folder, TrialPlaces places) {
    TrialCache cache = new TrialCache(folder.trials());
    return new TrialEngine(
        cache,
        new InProcessExecutor(
            cache,
            new TrialWork(subjects, progress, places),
            progress,
            Stops.of(execution.stop())));
  }

  private TrainingYaml yaml() throws IOException {
    return TrainingYaml.of(request, images.normalization().spec());
  }

  private void tell() {
    if (!request.arithmetic().layerPrecision().isNative()) {
      execution
          .progress()
          .say("this processor has no bfloat16 multiplication: bf16 is emulated, and slower");
    }
    if (!network.restored().isEmpty()) {
      execution
          .progress()
          .say(
              "batch normalization restored behind "
                  + network.restored().size()
                  + " convolutions that had a bias"
                  + (request.init() == TrainingRequest.Init.IMPORTED
                      ? ", with statistics of training images"
                      : ""));
    }
  }

  private Finished train(RunFolder folder, EpochLog log, Asked asked) throws IOException {
    TrialPlaces places = places(folder, log);
    TrialEngine engine = engine(folder, places);
    engine.run(List.of(trial), (done, result) -> {});
    TrainingOutcome outcome = outcome(engine.result(trial), asked);
    Optional<TrainingExport> deployment =
        export(
            new TrainingWork(subjects, progress, places),
            new TrialCache(folder.trials()).folder(trial),
            folder);
    write(outcome, folder.root().resolve("training.json")); // last: with it the run is finished
    return new Finished(outcome, deployment);
  }

  private TrialPlaces places(RunFolder folder, EpochLog log) {
    return TrialPlaces.of(
        log,
        PHASE,
        new TrialPlaces.Checkpoints(folder.checkpoints("training"), execution.interval()));
  }

  private static void write(Object result, Path file) throws IOException {
    AtomicFile.writeText(file, VersionedJson.indented(result));
  }

  private void tellOfAnotherMachine(TrainingMachine now, EpochLog log) throws IOException {
    for (EpochLog.Entry entry : log.entries()) {
      String before = entry.line().path("machine").path("processor").asText(now.processor());
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
   * Exports the trained network, which its checkpoint has, as it was evaluated: a quantized one as
   * it is deployed, run on integers.
   */
  private Optional<TrainingExport> export(TrainingWork work, Path own, RunFolder folder)
      throws IOException {
    if (!request.isQuantized()) {
      OnnxExporter.write(
          trained(work, own).toNetwork(),
          NetworkQuantization.none(),
          ExportFormat.QCDQ,
          StatedInput.normalized(images),
          folder.root().resolve(TrainingExport.FILE));
      return Optional.empty();
    }
    return execution.deployment().isPresent()
        ? deploy(trained(work, own), execution.deployment().get(), folder.root())
        : Optional.empty();
  }

  /** As the trial's work left it, in this sitting or another. */
  private TrainableNetwork trained(TrainingWork work, Path own) throws IOException {
    return work.train(work.prepare(trial), own, execution.stop()).prepared().model();
  }

  private Optional<TrainingExport> deploy(
      TrainableNetwork model, IntegerPathRun.Extent extent, Path root) throws IOException {
    try {
      TrainingExport deployment =
          TrainingExport.run(
              model,
              images,
              request.arithmetic().residualBits(),
              root,
              extent,
              CheckProgress.on(execution.progress()));
      write(deployment, root.resolve("deployment.json"));
      return Optional.of(deployment);
    } catch (InvalidInputException e) {
      execution.progress().say("not deployed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private TrainingOutcome outcome(TrainingTrialResult trained, Asked asked) {
    return new TrainingOutcome(
        asked.run,
        network.restored().size(),
        images.facts(),
        Accuracy.ofSeeds(
            Accuracy.Form.AS_TRAINED,
            List.of(new Accuracy.SeedAccuracy(request.execution().seed(), trained.top1Percent())),
            images.test().size(),
            "libtorch"),
        trained.test().bestEpoch(),
        trained.bestTop1Percent(),
        asked.machine,
        new TrainingOutcome.Beside(asked.probe, CodeFacts.of(request.execution().seed(), trained)));
  }
}
