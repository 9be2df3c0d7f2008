package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.results.BudgetResult;
import dev.twobit.results.CurvePoint;
import dev.twobit.results.CurveResults;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.results.SearchTrajectory;
import dev.twobit.search.InitialWeights;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Precision;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several budgets on a network of a few channels and images of noise, from "trained" weights. */
@Tag("slow")
class CurveRunTest {
  private static final int CLASSES = 5;
  private static final String HALVING = "halving";

  /** Of the searches, each 1 epoch; of the trainings, 2. */
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke")
          .with(
              Map.of(
                  "field-networks", "4",
                  "calibrated-networks", "1",
                  "halving-rungs", "1",
                  "final-networks", "1",
                  "final-seeds", "2",
                  "warmup-epochs", "1",
                  "search-epochs", "2",
                  "batch-size", "10"));

  @TempDir private Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(1);
    for (int c = 0; c < CLASSES; c++) {
      writeImages(folder.resolve("images/train/" + c), 16, random);
      writeImages(folder.resolve("images/test/" + c), 4, random);
    }
    OnnxExporter.write(
        Initializer.initialize(TinyNetworks.of("residual"), 3), folder.resolve("tiny.onnx"));
  }

  private static void writeImages(Path to, int count, Random random) throws IOException {
    Files.createDirectories(to);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 64; p++) {
        image.setRGB(p % 8, p / 8, random.nextInt(1 << 24));
      }
      ImageIO.write(image, "png", to.resolve(i + ".png").toFile());
    }
  }

  private SearchRequest request(String out, String method, boolean resume, String... budgets) {
    return request(out, method, resume, List.of(1L), budgets);
  }

  private SearchRequest request(
      String out, String method, boolean resume, List<Long> seeds, String... budgets) {
    StartRequest.Training training =
        new StartRequest.Training(
            Arithmetic.of(
                Quantization.of(QuantizerChoice.of("sawb", 2), QuantizerChoice.of("pact", 2), true),
                2,
                8,
                Precision.FLOAT32),
            TrainingPlan.of("w2a2-finetune", 2, 10));
    return new SearchRequest(
        new Inputs(
            folder.resolve("tiny.onnx"),
            "images:" + folder.resolve("images"),
            "auto",
            "50%",
            InputSizes.NONE),
        "nvdla-small-w2a2",
        new StartRequest(InitialWeights.IMPORTED, TeacherRequest.usual(), training, training),
        SearchPlan.of(method, SETTINGS, List.of(budgets)),
        new Execution(seeds, 1),
        folder.resolve(out),
        resume);
  }

  private CurveResults curve(String out, String method, String... budgets) throws IOException {
    return CurveRun.run(
        request(out, method, false, budgets), new StopRequest(), ToldLines.to(line -> {}));
  }

  private RunResults one(String out, String method, String... budgets) throws IOException {
    return SearchRun.run(
        request(out, method, false, budgets), new StopRequest(), ToldLines.to(line -> {}));
  }

  /** Every budget ends as its own search does; the trainings they share are made once. */
  @Test
  void aListIsASearchABudgetAndTheOriginalIsTrainedOnce() throws IOException {
    List<String> said = new ArrayList<>();
    CurveResults curve =
        CurveRun.run(
            request("list", HALVING, false, "latency=1.4x,1.0x"),
            new StopRequest(),
            ToldLines.to(said::add));

    assertThat(curve.points())
        .extracting(CurvePoint::budget)
        .containsExactly("latency 1.0x", "latency 1.4x"); // the smallest first
    for (CurvePoint point : curve.points()) {
      String budget = point.budget().replace(' ', '=');
      RunResults alone = one(budget, HALVING, budget);
      assertThat(point.found().row())
          .isEqualTo(alone.network(NetworkKind.QUANTIZED_ADAPTED).orElseThrow());
      assertThat(curve.curve().original().row())
          .isEqualTo(alone.network(NetworkKind.QUANTIZED_ORIGINAL).orElseThrow());
      assertThat(point.found().budgets()).isEqualTo(alone.budgets()).allMatch(BudgetResult::met);
      assertThat(point.found().widths()).isEqualTo(alone.widths());
      assertThat(point.search().verdict()).isEqualTo(alone.search().verdict()).isPresent();
      assertThat(point.search().figures()).isEqualTo(alone.search().figures());
      assertThat(point.uniform().met()).isTrue();
      assertThat(point.found().heldOut().orElseThrow().testImages()).isEqualTo(40);
      assertThat(logits("list/" + point.file())).isEqualTo(logits(budget + "/adapted.onnx"));
      assertThat(folder.resolve(budget).resolve("scores")).doesNotExist();
    }
    assertThat(curve.references())
        .isEqualTo(
            ResultsFile.read(folder.resolve("latency=1.0x/results.json")).networks().subList(0, 2));
    // Told once a budget; trained, of the original and what else both have, once.
    assertThat(scores("list")).isLessThan(said.stream().filter(l -> l.contains("top-1")).count());
    assertThat(ResultsFile.readAny(folder.resolve("list/results.json"))).isEqualTo(curve);
    assertThat(Files.readString(folder.resolve("list/run.yaml"))).contains("latency=1.4x,1.0x");
    assertThat(logits("list/deployed/original-seed1.onnx")).hasSize(CLASSES);
    assertThat(folder.resolve("list/adapted.onnx")).doesNotExist();
  }

  /** Of an image whose pixels all differ. */
  private float[] logits(String file) {
    float[] image = new float[3 * 8 * 8];
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 100f - 1;
    }
    QcdqFile read = QcdqImporter.read(folder.resolve(file));
    return read.quantization().run(read.network(), image);
  }

  private long scores(String out) throws IOException {
    try (var files = Files.walk(folder.resolve(out).resolve("scores"))) {
      return files.filter(f -> f.toString().endsWith(".json")).count();
    }
  }

  /** Controls at the bits that each budget found would be other networks a budget. */
  @Test
  void residualBitsAreNotSearchedForAList() {
    SearchPlan plan =
        SearchPlan.of(
            HALVING, SETTINGS.with("residual-bits", "search"), List.of("latency=0.9x,1.0x"));
    SearchRequest request = request("bits", HALVING, false, "latency=0.9x,1.0x").with(plan);
    assertThatThrownBy(() -> CurveRun.run(request, new StopRequest(), ToldLines.to(line -> {})))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--set residual-bits=search: found a list of budgets, latency 0.9x,1.0x, expected one"
                + " budget; or --residual-bits");
    assertThat(folder.resolve("bits")).doesNotExist();
  }

  @Test
  void stoppedInTheSecondBudgetItEndsInTheSameBits() throws IOException {
    String budgets = "latency=1.0x,1.4x";
    CurveResults whole = curve("whole", HALVING, budgets);
    StopRequest stop = new StopRequest();
    List<String> until = new ArrayList<>();
    assertThatThrownBy(
            () ->
                CurveRun.run(
                    request("cut", HALVING, false, budgets),
                    stop,
                    ToldLines.to(
                        line -> {
                          until.add(line);
                          if (until.contains("budget 2 of 2: latency 1.4x")
                              && line.startsWith("rung 1")) {
                            stop.request();
                          }
                        })))
        .isInstanceOf(TrainingStoppedException.class);
    assertThat(until.get(until.size() - 1)).startsWith("rung 1");
    assertThat(folder.resolve("cut/results.json")).doesNotExist();

    CurveResults resumed =
        CurveRun.run(
            request("cut", HALVING, true, budgets), new StopRequest(), ToldLines.to(line -> {}));

    requireSame(resumed, whole);
    List<String> again = new ArrayList<>();
    CurveResults nothing =
        CurveRun.run(
            request("cut", HALVING, true, budgets), new StopRequest(), ToldLines.to(again::add));
    requireSame(nothing, whole);
    assertThat(again).noneMatch(l -> l.startsWith("rung") || l.startsWith("train"));
    assertThatThrownBy(
            () ->
                CurveRun.run(
                    request("cut", HALVING, true, "latency=1.0x,1.5x"),
                    new StopRequest(),
                    ToldLines.to(line -> {})))
        .hasMessageContaining("latency=1.0x,1.4x")
        .hasMessageContaining("resume with the same options");
  }

  private void requireSame(CurveResults some, CurveResults others) {
    assertThat(some.curve()).isEqualTo(others.curve());
    assertThat(some.references()).isEqualTo(others.references());
    assertThat(some.checks()).isEqualTo(others.checks());
    assertThat(some.notes()).isEqualTo(others.notes());
    for (CurvePoint point : some.points()) {
      assertThat(folder.resolve("cut").resolve(point.file()))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(point.file()));
    }
  }

  /** A search by gradient keeps its epochs apart from another budget's. */
  @Test
  void everyBudgetHasItsOwnEpochsAndOtherCostsAreListedAlike() throws IOException {
    CurveResults curve = curve("tas", "tas", "energy=1.5x,1.0x");

    assertThat(curve.points())
        .extracting(CurvePoint::file)
        .containsExactly("adapted-energy-1.0x.onnx", "adapted-energy-1.5x.onnx");
    assertThat(curve.points())
        .extracting(CurvePoint::search)
        .allMatch(SearchTrajectory::hasEpochs)
        .allMatch(search -> search.epochs().size() == 1 + 2)
        .allMatch(search -> search.verdict().isEmpty());
    assertThat(curve.points())
        .flatExtracting(p -> p.found().budgets())
        .extracting(BudgetResult::kind, BudgetResult::met)
        .containsOnly(org.assertj.core.groups.Tuple.tuple(CostKind.ENERGY, true));
    RunResults alone = one("alone", "tas", "energy=1.0x");
    CurvePoint second = curve.points().get(0); // of the list
    assertThat(second.found().row())
        .isEqualTo(alone.network(NetworkKind.QUANTIZED_ADAPTED).orElseThrow());
    assertThat(second.found().widths()).isEqualTo(alone.widths());
    assertThat(second.search().decisions()).isEqualTo(alone.search().decisions());
    assertThat(curve.checks()).hasSize(4).allMatch(c -> c.passed());
    assertThat(curve.files()).hasSize(4);
  }

  @Test
  void filesSayTheirBudgetAndSeed() throws IOException {
    CurveResults curve =
        CurveRun.run(
            request("seeds", "wrpn", false, List.of(1L, 2L), "flops=1.0x+-5%,<=0.8x"),
            new StopRequest(),
            ToldLines.to(line -> {}));

    assertThat(curve.points())
        .extracting(CurvePoint::file)
        .containsExactly("adapted-flops-max-0.8x.onnx", "adapted-flops-1.0x+-5pct.onnx");
    assertThat(curve.points())
        .allMatch(p -> p.found().row().accuracies().equals(p.uniform().row().accuracies()));
    for (String name :
        List.of(
            "original-seed1",
            "original-seed2",
            "uniform-flops-max-0.8x-seed1",
            "uniform-flops-max-0.8x-seed2",
            "uniform-flops-1.0x+-5pct-seed1",
            "adapted-flops-max-0.8x-seed2",
            "adapted-flops-1.0x+-5pct-seed2")) {
      assertThat(folder.resolve("seeds/deployed").resolve(name + ".onnx")).exists();
    }
    // The scaling by one is the original: its trainings, the 0.8x's and the file's evaluation.
    try (var trials = Files.list(folder.resolve("seeds/trials"))) {
      assertThat(trials).hasSize(2 + 2 + 2 + 1);
    }
  }
}
