package dev.twobit.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twobit.experiment.results.Accuracy;
import dev.twobit.experiment.results.DataSetFacts;
import dev.twobit.io.AtomicFile;
import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.BatchNormalizationRestorer.Restoration;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxExporter;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trains one network from fresh weights with the paper's recipe, in its own folder: {@code
 * run.yaml}, {@code log.jsonl}, {@code checkpoints/training}, {@code training.json}, and without a
 * quantizer {@code trained.onnx}.
 */
public final class TrainingRun {
  private final TrainingRequest request;
  private final ProgressLine progress;

  private TrainingRun(TrainingRequest request, ProgressLine progress) {
    this.request = request;
    this.progress = progress;
  }

  /** All input is checked before anything is written. */
  public static TrainingOutcome run(
      TrainingRequest request, Path out, boolean resume, ProgressLine progress) throws IOException {
    var run = new TrainingRun(request, progress);
    QuantizationScheme scheme =
        QuantizationScheme.named(request.quantizer(), request.bits(), request.epochs() < 100);
    Restoration restoration = run.network();
    DatasetPair data = DatasetPair.load(request.data());
    data.requireFit(restoration.network());
    Normalization normalization = normalization(request.normalization(), data.train());
    Network network = Initializer.initialize(restoration.network(), request.seed());
    try (RunFolder folder = RunFolder.open(out, resume)) {
      folder.claim(request);
      run.tell(restoration);
      return run.train(network, scheme, data, normalization, folder);
    }
  }

  /** {@code auto} is measured on the training images. */
  static Normalization normalization(String text, ImageDataset train) {
    return text.equals("auto")
        ? Normalization.measured(train)
        : Normalization.parse(text, train.channels());
  }

  private Restoration network() {
    Network imported = OnnxImporter.read(request.model());
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    if (!request.quantizer().equals("none")) {
      ConvolutionRoles.requireQuantized(canonical);
    }
    return BatchNormalizationRestorer.restore(canonical);
  }

  private void tell(Restoration restoration) {
    if (!restoration.restored().isEmpty()) {
      progress.say(
          "batch normalization restored behind "
              + restoration.restored().size()
              + " convolutions that had a bias");
    }
  }

  private TrainingOutcome train(
      Network network,
      QuantizationScheme scheme,
      DatasetPair data,
      Normalization normalization,
      RunFolder folder)
      throws IOException {
    TrainableNetwork model = TrainableNetwork.of(network, scheme);
    TrainingRecipe recipe =
        TrainingRecipe.cifar(
            request.epochs(), request.batchSize(), request.seed(), request.threads());
    RunLog log = new RunLog(folder.log());
    Evaluation last =
        new Trainer(model, recipe, data.train(), data.test(), normalization)
            .run(folder.checkpoints("training"), epoch -> note(epoch, log));
    TrainingOutcome outcome = outcome(last, data, normalization);
    if (request.quantizer().equals("none")) {
      OnnxExporter.write(model.toNetwork(), folder.root().resolve("trained.onnx"));
    }
    AtomicFile.write(
        folder.root().resolve("training.json"),
        new ObjectMapper()
            .registerModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(outcome));
    return outcome;
  }

  private void note(TrainingEpoch epoch, RunLog log) {
    progress.step(
        "train",
        epoch.epoch(),
        epoch.epochs(),
        String.format(
            Locale.ROOT,
            "loss %.3f  test %.2f %%  %.0f images/s",
            epoch.trainLoss(),
            100 * epoch.testAccuracy(),
            epoch.imagesPerSecond()),
        (epoch.epochs() - epoch.epoch()) * epoch.seconds());
    try {
      log.write("epoch", Map.of("phase", "train", "result", epoch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrainingOutcome outcome(Evaluation last, DatasetPair data, Normalization normalization) {
    ImageDataset train = data.train();
    return new TrainingOutcome(
        request,
        new DataSetFacts(
            data.spec(),
            train.size(),
            data.test().size(),
            train.classes(),
            train.channels() + "x" + train.height() + "x" + train.width()),
        normalization.spec(),
        Accuracy.ofSeeds(
            Accuracy.Form.AS_TRAINED,
            List.of(new Accuracy.SeedAccuracy(request.seed(), 100 * last.accuracy())),
            data.test().size(),
            "libtorch"));
  }
}
