package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.training.CheckpointFiles;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Evaluator;
import dev.twobit.training.ImportedWeights;
import dev.twobit.training.Initializer;
import dev.twobit.training.LayerMeasurement;
import dev.twobit.training.LayerStatistics;
import dev.twobit.training.StopRequest;
import dev.twobit.training.Teacher;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.WeightLevelShares;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs a {@link TrainingTrial}: the one training there is. */
public final class TrainingWork {
  /** Name of the deployed network in its trial's folder. */
  public static final String DEPLOYED = "deployed.onnx";

  /** Test images that layer statistics are of. */
  private static final int MEASURED_IMAGES = 500;

  private static final int TOP = 5;

  private final Subjects subjects;
  private final TrialListener listener;
  private final TrialPlaces places;

  public TrainingWork(Subjects subjects, TrialListener listener, TrialPlaces places) {
    this.subjects = subjects;
    this.listener = listener;
    this.places = places;
  }

  /**
   * What a training works with, read and checked.
   *
   * @param network before it is changed
   * @param teacher distilled from
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Prepared(
      TrainingTrial trial,
      PreparedNetwork network,
      PreparedData images,
      TrainableNetwork model,
      Optional<Teacher> teacher) {}

  /**
   * A training at its end; its model is as it was evaluated.
   *
   * @param last top-1 after the last epoch
   */
  public record Trained(Prepared prepared, Evaluation last, Trainer.Best best) {}

  TrainingTrialResult run(TrainingTrial trial, Path folder, StopRequest stop) throws IOException {
    Prepared prepared = prepare(trial);
    PreparedData images = prepared.images();
    TrainableNetwork model = prepared.model();
    Optional<CodeUse.Start> begun =
        trial.outputs().codes()
            ? Optional.of(StartCodes.of(folder, prepared, () -> beginning(prepared), listener::say))
            : Optional.empty();
    Trained trained = train(prepared, folder, stop);
    List<TrainingEpoch> epochs = places.log(trial, folder).trainings(places.phase(trial));
    return new TrainingTrialResult(
        new TrainingTrialResult.Test(
            100 * trained.last().accuracy(),
            100 * topShare(model, images),
            100 * trained.best().accuracy(),
            trained.best().epoch(),
            images.test().size()),
        trial.outputs().deployed()
            ? OptionalDouble.of(Deployments.deploy(trained, folder.resolve(DEPLOYED)))
            : OptionalDouble.empty(),
        epochs,
        statistics(trial, model, images),
        begun.map(b -> CodeUse.of(b, model, images)),
        epochs.stream().mapToDouble(TrainingEpoch::seconds).sum());
  }

  /** Everything is checked that can be before it is run. */
  public Prepared prepare(TrainingTrial trial) {
    PreparedNetwork read = subjects.prepared(trial.subject().model());
    boolean quantized = !trial.arithmetic().quantization().isNone();
    PreparedNetwork network = quantized ? read.requireQuantized() : read;
    Network structure = trial.structure().of(network.network());
    PreparedData images = subjects.images(trial.subject().images());
    images.data().requireFit(structure);
    dev.twobit.tensor.Torch.useThreads(trial.execution().threads());
    return new Prepared(
        trial,
        network,
        images,
        model(trial, network, structure, images).withPrecision(trial.arithmetic().layerPrecision()),
        new StartingPoint(subjects, network, images).teacher(trial.start()));
  }

  /** Another one of what is trained, as it begins: measuring changes it. */
  private TrainableNetwork beginning(Prepared prepared) {
    Network structure = prepared.trial().structure().of(prepared.network().network());
    return model(prepared.trial(), prepared.network(), structure, prepared.images());
  }

  /**
   * What is trained, as it begins. Imported weights of given widths are inherited, of the file's
   * own widths too: networks that are compared begin alike.
   */
  private TrainableNetwork model(
      TrainingTrial trial, PreparedNetwork network, Network structure, PreparedData images) {
    if (trial.start().hasFreshWeights()) {
      return TrainableNetwork.of(
          Initializer.initialize(structure, trial.execution().seed()), trial.arithmetic().scheme());
    }
    return trial.structure().isOriginal()
        ? TrainableNetwork.of(
            ImportedWeights.calibrate(
                structure, network.restored(), images.train(), images.normalization()),
            trial.arithmetic().scheme())
        : subjects.parents().child(trial, network, images);
  }

  /**
   * Trains, or goes on from the checkpoint to the same bits; of a training that is done, there is
   * nothing left but to evaluate it.
   *
   * @param folder the trial's own
   */
  public Trained train(Prepared prepared, Path folder, StopRequest stop) throws IOException {
    TrainingTrial trial = prepared.trial();
    EpochLog log = places.log(trial, folder);
    TrialPlaces.Checkpoints checkpoints = places.checkpoints(folder);
    PreparedData images = prepared.images();
    if (!trial.start().hasFreshWeights() && !new CheckpointFiles(checkpoints.file()).exist()) {
      WeightLevelShares.warning(WeightLevelShares.of(prepared.model())).ifPresent(listener::say);
    }
    Trainer trainer =
        new Trainer(
            prepared.model(),
            trial.training().values(),
            images.train(),
            images.test(),
            images.normalization(),
            new Trainer.Extras(prepared.teacher(), checkpoints.interval(), stop, listener::say)
                .watchedBy(at -> listener.step(trial, places.phase(trial), at)));
    Evaluation last =
        trainer.run(
            checkpoints.file(),
            epoch -> {
              log.add(places.phase(trial), epoch);
              listener.training(
                  trial, epoch, Math.max(trainer.best().accuracy(), epoch.testAccuracy()));
            });
    return new Trained(prepared, last, trainer.best());
  }

  private static List<LayerStatistics> statistics(
      TrainingTrial trial, TrainableNetwork model, PreparedData images) {
    return trial.outputs().layerStatistics()
        ? LayerMeasurement.of(model, images.test(), images.normalization(), MEASURED_IMAGES)
        : List.of();
  }

  /** Share of images whose label is among the five highest logits. */
  private static double topShare(TrainableNetwork model, PreparedData images) {
    ImageDataset test = images.test();
    float[][] logits = Evaluator.logits(model, test, images.normalization());
    int correct = 0;
    for (int i = 0; i < logits.length; i++) {
      float own = logits[i][test.label(i)];
      int higher = 0;
      for (float logit : logits[i]) {
        higher += logit > own ? 1 : 0;
      }
      correct += higher < TOP ? 1 : 0;
    }
    return (double) correct / logits.length;
  }
}
