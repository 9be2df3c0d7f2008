package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.json.Json;
import dev.twobit.json.Yaml;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.results.CodeUse;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.search.InitialWeights;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Precision;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The learning rate of a run's trainings, chosen on a network of a few channels. */
@Tag("slow")
class ProbeRunTest {
  private static final int CLASSES = 5;
  private static final String TRIED = "probe learning rate ";

  @TempDir private Path folder;

  /** Of a colour a class, with noise. */
  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(1);
    for (int c = 0; c < CLASSES; c++) {
      writeImages(folder.resolve("images/train/" + c), 16, c, random);
      writeImages(folder.resolve("images/test/" + c), 4, c, random);
    }
    OnnxExporter.write(
        Initializer.initialize(TinyNetworks.of("residual"), 3), folder.resolve("tiny.onnx"));
  }

  private static void writeImages(Path to, int count, int label, Random random) throws IOException {
    Files.createDirectories(to);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 64; p++) {
        int red = 45 * label + random.nextInt(75);
        image.setRGB(p % 8, p / 8, red << 16 | random.nextInt(1 << 16));
      }
      ImageIO.write(image, "png", to.resolve(i + ".png").toFile());
    }
  }

  private Inputs inputs(String heldOut) {
    return new Inputs(
        folder.resolve("tiny.onnx"),
        "images:" + folder.resolve("images"),
        "auto",
        heldOut,
        InputSizes.NONE);
  }

  private static Arithmetic arithmetic() {
    return Arithmetic.of(
        Quantization.of(QuantizerChoice.of("sawb", 2), QuantizerChoice.of("pact", 2), true),
        2,
        8,
        Precision.FLOAT32);
  }

  private static TrainingPlan plan() {
    return TrainingPlan.of("w2a2-finetune", 2, 10);
  }

  private TrainingRun.Finished train(
      String out, boolean resume, StopRequest stop, Consumer<String> listener) throws IOException {
    return TrainingRun.run(
        new TrainingRequest(
            inputs("none"),
            arithmetic(),
            TrainingRequest.Init.IMPORTED,
            Optional.empty(),
            plan(),
            true,
            Execution.of(1, 1)),
        new TrainingRun.Execution(
            folder.resolve(out),
            resume,
            CheckpointInterval.EPOCH,
            stop,
            Optional.empty(),
            ToldLines.to(listener),
            List.of()));
  }

  private JsonNode runYaml(String out) throws IOException {
    return Yaml.parse(Files.readString(folder.resolve(out).resolve("run.yaml")));
  }

  @Test
  void aTrainingProbesOnceAndTheSameRateEveryTime() throws IOException {
    List<String> said = new ArrayList<>();
    TrainingOutcome whole = train("whole", false, new StopRequest(), said::add).training();
    LearningRateProbe probe = whole.beside().probe().orElseThrow();
    assertThat(said).filteredOn(l -> l.startsWith(TRIED)).hasSize(3);
    assertThat(said).containsOnlyOnce(probe.sentence());
    assertThat(probe.images()).isEqualTo(8); // a tenth of 80
    assertThat(probe.judgedBy()).isEqualTo("training images held out of the probe alone");
    assertThat(whole.run().training().probe()).isTrue();

    StopRequest stop = new StopRequest();
    assertThatThrownBy(
            () ->
                train(
                    "cut",
                    false,
                    stop,
                    line -> {
                      if (line.startsWith(TRIED)) {
                        stop.request();
                      }
                    }))
        .isInstanceOf(StudyStoppedException.class);
    List<String> rest = new ArrayList<>();
    TrainingOutcome resumed = train("cut", true, new StopRequest(), rest::add).training();

    assertThat(rest).filteredOn(l -> l.startsWith(TRIED)).hasSize(2);
    assertThat(resumed.beside()).isEqualTo(whole.beside());
    assertThat(resumed.accuracy()).isEqualTo(whole.accuracy());
    assertThat(folder.resolve("cut/checkpoints/training"))
        .hasSameBinaryContentAs(folder.resolve("whole/checkpoints/training"));
    List<String> again = new ArrayList<>();
    assertThat(train("cut", true, new StopRequest(), again::add).training().beside())
        .isEqualTo(whole.beside());
    assertThat(again).contains(probe.sentence()).noneMatch(l -> l.startsWith(TRIED));
  }

  /** Of the quantized layers, shares that add up, and the accuracy before the first step. */
  @Test
  void aTrainingTellsHowItsCodesAreUsed() throws IOException {
    List<String> said = new ArrayList<>();
    TrainingOutcome outcome = train("codes", false, new StopRequest(), said::add).training();

    CodeUse codes = outcome.beside().codes().orElseThrow();
    assertThat(said).anyMatch(l -> l.startsWith("before the first step: test "));
    assertThat(codes.startTop1Percent()).isBetween(0.0, 100.0);
    assertThat(codes.layers()).isNotEmpty();
    assertThat(codes.layers())
        .allSatisfy(
            layer -> {
              for (CodeUse.Codes c : List.of(layer.start(), layer.end())) {
                assertThat(c.weights().values().stream().mapToDouble(s -> s).sum())
                    .isBetween(0.999, 1.001);
                assertThat(c.weights().keySet()).isSubsetOf(-3, -1, 1, 3);
                assertThat(c.zeroActivations()).isPresent();
                assertThat(c.zeroActivations().getAsDouble() + c.highestActivations().getAsDouble())
                    .isBetween(0.0, 1.0);
              }
            });
    assertThat(codes.layers()).anySatisfy(l -> assertThat(l.end()).isNotEqualTo(l.start()));
    assertThat(Files.readString(folder.resolve("codes/training.json"))).contains("innerWeights");
  }

  private SearchRequest search(String out, String method, boolean resume) {
    StartRequest.Training training = new StartRequest.Training(arithmetic(), plan());
    SearchSettings settings =
        SearchSettings.preset("smoke")
            .with(
                Map.of(
                    "field-networks", "2",
                    "calibrated-networks", "1",
                    "halving-rungs", "1",
                    "final-networks", "1",
                    "final-seeds", "2",
                    "batch-size", "10"));
    return new SearchRequest(
        inputs("50%"),
        "nvdla-small-w2a2",
        new StartRequest(InitialWeights.IMPORTED, TeacherRequest.usual(), training, training)
            .probing(),
        SearchPlan.of(method, settings, List.of("latency=1.4x")),
        Execution.of(1, 1),
        folder.resolve(out),
        resume);
  }

  private RunResults searched(String out, String method, boolean resume, Consumer<String> listener)
      throws IOException {
    return SearchRun.run(search(out, method, resume), new StopRequest(), ToldLines.to(listener));
  }

  /** Peaks of all trainings, and of those that the search makes. */
  private List<Double> peaks(String out) throws IOException {
    List<Double> peaks = new ArrayList<>();
    try (var trials = Files.list(folder.resolve(out).resolve("trials"))) {
      for (Path trial : trials.toList()) {
        JsonNode json = Json.parse(Files.readString(trial.resolve("trial.json")));
        for (String at : List.of("/training", "/candidates/training")) {
          JsonNode peak = json.at(at + "/values/learningRate/peak");
          if (!peak.isMissingNode()) {
            peaks.add(peak.doubleValue());
          }
        }
      }
    }
    return peaks;
  }

  @Test
  void everyTrainingOfASearchHasTheRateThatIsReadOnceItIsChosen() throws IOException {
    List<String> said = new ArrayList<>();
    RunResults results = searched("run", "halving", false, said::add);
    LearningRateProbe probe = results.request().training().probe().orElseThrow();

    assertThat(said).filteredOn(l -> l.startsWith(TRIED)).hasSize(3);
    assertThat(probe.images()).isEqualTo(10); // of 40, the others are for the final
    assertThat(said).contains(probe.sentence());
    assertThat(results.notes()).contains("L" + probe.sentence().substring(1) + ".");
    double asked = plan().values().optimization().learningRate().peak();
    assertThat(peaks("run")).hasSizeGreaterThan(1).containsOnly(asked * probe.factor());
    assertThat(ResultsFile.read(folder.resolve("run/results.json"))).isEqualTo(results);
    assertThat(runYaml("run").at("/probed/factor").doubleValue()).isEqualTo(probe.factor());
    assertThat(results.codes(NetworkKind.QUANTIZED_ORIGINAL)).isPresent();
    assertThat(results.codes(NetworkKind.QUANTIZED_ADAPTED)).isPresent();

    SearchRequest other = search("run", "halving", true);
    SearchRequest without =
        other.with(
            new StartRequest(
                InitialWeights.IMPORTED,
                TeacherRequest.usual(),
                other.start().fresh(),
                other.start().imported()));
    assertThatThrownBy(() -> SearchRun.run(without, new StopRequest(), ToldLines.to(line -> {})))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("training.probe true, now asked for with false");

    // What run.yaml says was chosen is what all trainings then have.
    double chosen = probe.factor() == 2 ? 0.5 : 2;
    Path yaml = folder.resolve("run/run.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replaceFirst("probed:\n  factor: [0-9.]+", "probed:\n  factor: " + chosen));
    Files.move(folder.resolve("run/trials"), folder.resolve("other-trials"));
    List<String> again = new ArrayList<>();
    searched("run", "halving", true, again::add);
    assertThat(again).noneMatch(l -> l.startsWith(TRIED));
    assertThat(peaks("run")).hasSizeGreaterThan(1).containsOnly(asked * chosen);
  }

  @Test
  void aListOfBudgetsIsTrainedAtOneRate() throws IOException {
    SearchRequest one = search("list", "wrpn", false);
    SearchPlan plan =
        SearchPlan.of("wrpn", one.search().searchSettings(), List.of("latency=1.0x,1.4x"));

    var curve = CurveRun.run(one.with(plan), new StopRequest(), ToldLines.to(line -> {}));

    LearningRateProbe probe = curve.request().training().probe().orElseThrow();
    double asked = plan().values().optimization().learningRate().peak();
    assertThat(peaks("list")).contains(asked * probe.factor());
    assertThat(curve.curve().original().codes()).isPresent();
    assertThat(curve.points()).allSatisfy(p -> assertThat(p.found().codes()).isPresent());
  }

  @Test
  void aRateOfZeroIsRefusedBeforeAnythingIsWritten() {
    SearchRequest asked = search("zero", "halving", false);
    StartRequest.Training still =
        new StartRequest.Training(
            arithmetic(), new TrainingPlan("w2a2-finetune", plan().values().withPeakRate(0)));
    SearchRequest zero =
        asked.with(
            new StartRequest(InitialWeights.IMPORTED, TeacherRequest.usual(), still, still)
                .probing());

    assertThatThrownBy(() -> SearchRun.run(zero, new StopRequest(), ToldLines.to(line -> {})))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--probe: found a learning rate of 0");
    assertThat(folder.resolve("zero")).doesNotExist();
  }
}
