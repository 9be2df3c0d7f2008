package dev.twobit.experiment;

import dev.twobit.experiment.results.NetworkKind;
import dev.twobit.network.Network;
import dev.twobit.onnx.DeployedQuantization;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxExporter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.Deployment;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Trains one of the compared networks from fresh weights and tests it, as trained and deployed. */
final class FinalTraining {
  private final SearchSetup setup;
  private final RunFolder folder;
  private final RunJournal journal;
  private final Trainer.Extras extras;

  FinalTraining(SearchSetup setup, RunFolder folder, RunJournal journal, StopRequest stop) {
    this.setup = setup;
    this.folder = folder;
    this.journal = journal;
    this.extras = Trainer.Extras.none().with(stop);
  }

  /**
   * @param asTrainedPercent top-1 with unquantized layers in float
   * @param deployed absent for full precision
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  record Outcome(
      NetworkKind kind, long seed, double asTrainedPercent, Optional<Deployed> deployed) {
    /** The same training, as that of another of the compared networks with the same structure. */
    Outcome as(NetworkKind other) {
      return new Outcome(other, seed, asTrainedPercent, deployed);
    }
  }

  /**
   * As exported.
   *
   * @param network with the trained weights
   * @param logits of every test image by ONNX Runtime
   */
  @SuppressWarnings("ArrayRecordComponent") // one row a test image: never compared
  record Deployed(
      Network network,
      DeployedQuantization quantization,
      Path file,
      float[][] logits,
      double top1Percent) {}

  static String phase(NetworkKind kind, int bits, long seed) {
    String name =
        switch (kind) {
          case FULL_PRECISION -> "full precision";
          case QUANTIZED_ORIGINAL -> bits + "-bit original";
          case QUANTIZED_ADAPTED -> bits + "-bit adapted";
          case IMPORTED -> throw new IllegalArgumentException("imported weights are not trained");
        };
    return "train " + name + ", seed " + seed;
  }

  /**
   * Continues from its checkpoint.
   *
   * @param structure without weights
   * @param plan bits that it is deployed with
   * @param export where the deployed network is written
   */
  Outcome run(NetworkKind kind, Network structure, PrecisionPlan plan, long seed, Path export)
      throws IOException {
    boolean quantized = kind != NetworkKind.FULL_PRECISION;
    TrainableNetwork model =
        TrainableNetwork.of(
                Initializer.initialize(structure, seed),
                quantized ? setup.task().scheme() : QuantizationScheme.none())
            .withPrecision(setup.request().arithmetic().layerPrecision());
    TrainingRecipe recipe =
        setup.request().training().executed(setup.request().execution().with(seed)).values();
    String phase = phase(kind, setup.request().arithmetic().bits(), seed);
    journal.startTraining();
    Evaluation trained =
        new Trainer(
                model,
                recipe,
                setup.images().train(),
                setup.images().test(),
                setup.images().normalization(),
                extras)
            .run(folder.checkpoints(slug(phase)), epoch -> journal.training(phase, epoch));
    return new Outcome(
        kind,
        seed,
        100 * trained.accuracy(),
        quantized ? Optional.of(deploy(model, plan, export)) : Optional.empty());
  }

  private static String slug(String phase) {
    return phase.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private Deployed deploy(TrainableNetwork model, PrecisionPlan plan, Path export)
      throws IOException {
    DeployedQuantization quantization =
        Deployment.of(
            model,
            setup.images().train(),
            setup.images().normalization(),
            new Deployment.Widths(plan::weightBits, plan::readBits));
    Network network = model.toNetwork();
    OnnxExporter.write(
        network,
        quantization,
        ExportFormat.QCDQ,
        ExportMetadata.of(Map.of(), folder.adaptedOnnx()),
        export);
    float[][] logits =
        OnnxClassifier.logits(
            export,
            network.shape(network.inputs().get(0)),
            setup.images().test(),
            setup.images().normalization(),
            setup.request().execution().threads());
    return new Deployed(
        network,
        quantization,
        export,
        logits,
        OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), setup.images().test()));
  }
}
