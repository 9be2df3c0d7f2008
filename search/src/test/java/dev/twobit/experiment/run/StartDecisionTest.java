package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.InitialWeights;
import dev.twobit.search.SearchSettings;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a file's weights are begun with, and how its images are normalized then. */
@Tag("slow")
class StartDecisionTest {
  private static final int CLASSES = 10;
  private static final int PIXELS = 32 * 32;
  private static final DatasetPair DATA = DatasetPair.load("embedded");
  private static final PreparedData IMAGES = PreparedData.of(DATA, "auto");

  @TempDir private Path folder;

  /**
   * Whose class mean an image is nearest to, of pixels as {@code normalization} has them: |x - m|^2
   * is smallest where m x - |m|^2 / 2 is largest.
   *
   * @param told class that is told instead of each
   */
  private static Network nearestMean(String normalization, IntUnaryOperator told) {
    ImageDataset train = DATA.train();
    BatchMaker batches = new BatchMaker(train, IMAGES.normalized(normalization));
    double[][] sums = new double[CLASSES][PIXELS];
    int[] counts = new int[CLASSES];
    for (int i = 0; i < train.size(); i++) {
      float[] image = batches.plain(i, 1);
      counts[train.label(i)]++;
      for (int p = 0; p < PIXELS; p++) {
        sums[train.label(i)][p] += image[p];
      }
    }
    float[] weights = new float[CLASSES * PIXELS];
    float[] bias = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      int row = told.applyAsInt(c);
      for (int p = 0; p < PIXELS; p++) {
        double mean = sums[c][p] / counts[c];
        weights[row * PIXELS + p] = (float) mean;
        bias[row] -= (float) (mean * mean / 2);
      }
    }
    return linear(weights, bias);
  }

  private static Network linear(float[] weights, float[] bias) {
    return new Network(
        "linear",
        List.of("x"),
        List.of("y"),
        List.of(
            new Layer.Reshape("flat", "x", "f", TensorShape.of(1, PIXELS)),
            new Layer.FullyConnected("fc", "f", "y", PIXELS, CLASSES, true)),
        Map.of(
            "x", TensorShape.of(1, 1, 32, 32),
            "f", TensorShape.of(1, PIXELS),
            "y", TensorShape.of(1, CLASSES)),
        Parameters.of(
            Map.of(
                "fc.weight",
                new WeightTensor(TensorShape.of(CLASSES, PIXELS), weights),
                "fc.bias",
                WeightTensor.vector(bias))),
        true);
  }

  private StartDecision decide(Network network, InitialWeights init, String normalization)
      throws IOException {
    Path file = folder.resolve("linear.onnx");
    OnnxExporter.write(network, file);
    SearchSettings settings = SearchSettings.preset("smoke");
    StartRequest fresh =
        StartRequest.fresh(
            new Arithmetic(Quantization.none(), 2, 8, "float32"), TrainingPlan.of(settings));
    return StartDecision.of(
        new SearchRequest(
            new Inputs(file, "embedded", normalization),
            "toy-8x8-w2a2",
            fresh.with(init),
            SearchPlan.of("nce", settings, List.of()),
            Execution.of(1, 1),
            folder.resolve("run"),
            false),
        PreparedNetwork.read(ModelSource.of(file)),
        IMAGES);
  }

  @Test
  void trainedWeightsAreBegunWithUnderTheNormalizationTheyWereMadeFor() throws IOException {
    StartDecision unit = decide(nearestMean("unit", c -> c), InitialWeights.AUTO, "auto");
    StartDecision measured = decide(nearestMean("auto", c -> c), InitialWeights.AUTO, "auto");
    StartDecision raw = decide(nearestMean("none", c -> c), InitialWeights.AUTO, "auto");

    assertThat(unit.init()).isEqualTo(InitialWeights.IMPORTED);
    assertThat(List.of(unit.normalization(), measured.normalization(), raw.normalization()))
        .containsExactly("unit", "auto", "none");
    assertThat(unit.told()).contains("2,000 training images", "measured ", "unit ", "none ");
  }

  @Test
  void onlyAGivenNormalizationIsTried() throws IOException {
    StartDecision given = decide(nearestMean("unit", c -> c), InitialWeights.AUTO, "unit");

    assertThat(given.normalization()).isEqualTo("unit");
    assertThat(given.told()).doesNotContain("measured").doesNotContain("none ");
  }

  /** Two classes of ten are told right. */
  @Test
  void weightsBetweenChanceAndTwiceChanceAreAskedAbout() throws IOException {
    Network network = nearestMean("unit", c -> c == 1 || c == 8 ? c : other(c));

    assertThatThrownBy(() -> decide(network, InitialWeights.AUTO, "auto"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(
            "linear.onnx", "between chance and twice chance", "unit ", "--init fresh")
        .hasMessageContaining("--normalization")
        .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    assertThat(decide(network, InitialWeights.IMPORTED, "auto").init())
        .isEqualTo(InitialWeights.IMPORTED);
    assertThat(decide(network, InitialWeights.FRESH, "auto").init())
        .isEqualTo(InitialWeights.FRESH);
  }

  /** Trousers and bags as they are; shirts and shoes are taken for the other kind. */
  private static int other(int c) {
    int[] told = {5, 1, 7, 9, 0, 2, 3, 4, 8, 6};
    return told[c];
  }

  /** All images are told to be of one class; weights as nobody trained them. */
  @Test
  void weightsNoBetterThanChanceAreNotBegunWith() throws IOException {
    float[] bias = new float[CLASSES];
    bias[3] = 1;

    StartDecision constant =
        decide(linear(new float[CLASSES * PIXELS], bias), InitialWeights.AUTO, "auto");
    StartDecision untrained =
        decide(
            linear(
                nearestMean("unit", c -> c).parameters().get("fc.weight").values(), new float[10]),
            InitialWeights.AUTO,
            "auto");

    assertThat(constant.init()).isEqualTo(InitialWeights.FRESH);
    assertThat(constant.told()).contains("no better than chance", "10.0 %", "fresh weights");
    assertThat(untrained.init()).isEqualTo(InitialWeights.FRESH);
    assertThat(untrained.told()).contains("untrained");
  }
}
