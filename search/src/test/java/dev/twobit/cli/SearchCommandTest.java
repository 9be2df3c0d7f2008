package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.StartRequest;
import dev.twobit.experiment.run.TeacherRequest;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.results.SyntheticRun;
import dev.twobit.search.InitialWeights;
import dev.twobit.search.SearchSettings;
import dev.twobit.training.TrainingRecipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the options of a search come to, and how its end is told. */
class SearchCommandTest {
  private final List<SearchRequest> asked = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

  private final SearchRunner runner =
      (request, stop, progress) -> {
        asked.add(request);
        return SyntheticRun.of(4, "");
      };

  private CommandLine search() {
    return new CommandLine(new SearchCommand(console, runner))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Test
  void everyOptionReachesTheRequest() {
    String[] words =
        ("net.onnx --hardware toy-8x8-w2a2 --latency-budget 1.0x --whole-budget 0.5ms"
                + " --energy-budget 150uJ --flops-budget 40.8M --params-budget 0.27M --data"
                + " embedded --normalization none --method wrpn:1.5 --preset smoke --set"
                + " grid=eighths --set temperature=linear(10,0.1) --weights sawb:plus=true"
                + " --activations lsq --bits 4 --precision bf16 --residual-bits 4"
                + " --warmup-epochs 3 --search-epochs 5 --training-epochs 7 --seeds 4,5"
                + " --recipe small --init imported --held-out 200 --teacher t.onnx"
                + " --teacher-normalization unit --batch-size 16 --threads 1 --out run"
                + " --resume")
            .split(" ");

    int code = search().execute(words);

    assertThat(code).isZero();
    Arithmetic asked =
        new Arithmetic(
            new Quantization("sawb:bits=4,plus=true", "lsq:bits=4", "lsq:bits=4", true),
            4,
            4,
            "bf16");
    assertThat(this.asked)
        .containsExactly(
            new SearchRequest(
                    new Inputs(Path.of("net.onnx"), "embedded", "none", "200", InputSizes.NONE),
                    "toy-8x8-w2a2",
                    new StartRequest(
                        InitialWeights.IMPORTED,
                        new TeacherRequest("t.onnx", "unit"),
                        new StartRequest.Training(asked, TrainingPlan.of("small", 7, 16)),
                        new StartRequest.Training(asked, TrainingPlan.of("small", 7, 16))),
                    new SearchPlan(
                        "wrpn:1.5",
                        SearchSettings.preset("smoke")
                            .with("grid", "eighths")
                            .with("temperature", "linear(10,0.1)")
                            .with("warmup-epochs", "3")
                            .with("search-epochs", "5")
                            .with("training-epochs", "7")
                            .with("recipe", "small")
                            .with("imported-recipe", "small")
                            .with("init", "imported")
                            .with("held-out", "200")
                            .toMap(),
                        List.of(
                            "latency=1.0x",
                            "whole=0.5ms",
                            "energy=150uJ",
                            "flops=40.8M",
                            "params=0.27M")),
                    new Execution(List.of(4L, 5L), 1),
                    Path.of("run"),
                    true)
                .by(Stream.concat(Stream.of("twobit"), Stream.of(words)).toList()));
  }

  @Test
  void everyPresetNamesItsRecipe() {
    for (String preset : SearchSettings.PRESETS) {
      search()
          .execute(
              "net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--preset", preset);
    }

    assertThat(asked)
        .extracting(r -> r.training().recipe())
        .containsExactly("cifar10", "cifar10", "cifar10", "imagenet");
    assertThat(asked)
        .extracting(r -> r.training().values().epochs())
        .containsExactly(6, 15, 300, 120);
    TrainingRecipe imagenet = asked.get(3).training().values();
    assertThat(imagenet.optimization().groups().weights()).isEqualTo(1e-4);
    assertThat(imagenet.augmentation().cropPad()).isZero();
  }

  /** DoReFa makes trained weights binary; the paper's searches begin with fresh ones. */
  @Test
  void quantizerAndRecipeFollowTheWeights() {
    for (String preset : List.of("small", "paper", "imagenet")) {
      search()
          .execute(
              "net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--preset", preset);
    }
    search()
        .execute(
            "net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--weights", "lsq");

    assertThat(asked)
        .extracting(r -> r.start().init())
        .containsExactly(
            InitialWeights.AUTO, InitialWeights.FRESH, InitialWeights.FRESH, InitialWeights.AUTO);
    assertThat(asked)
        .extracting(r -> r.inputs().heldOut())
        .containsExactly("10%", "none", "none", "10%");
    assertThat(asked)
        .extracting(r -> r.start().fresh().arithmetic().quantization().weights())
        .containsExactly("dorefa:bits=2", "dorefa:bits=2", "dorefa:bits=2", "lsq:bits=2");
    assertThat(asked)
        .extracting(r -> r.start().imported().arithmetic().quantization().weights())
        .containsExactly("sawb:bits=2", "sawb:bits=2", "sawb:bits=2", "lsq:bits=2");
    TrainingPlan imported = asked.get(0).start().imported().plan();
    assertThat(imported.recipe()).isEqualTo("w2a2-finetune");
    assertThat(imported.values().epochs()).isEqualTo(15);
    assertThat(imported.values().batchSize()).isEqualTo(64);
    assertThat(asked.get(2).start().imported().plan().recipe()).isEqualTo("imagenet-finetune");
  }

  /** The list is taken apart by the run, so that run.yaml has it as it was given. */
  @Test
  void aListOfBudgetsIsHandedOnAsItIs() {
    search()
        .execute(
            "net.onnx",
            "--hardware",
            "toy-8x8-w2a2",
            "--data",
            "embedded",
            "--latency-budget",
            "0.6x,0.8x",
            "--params-budget",
            "1.1x");

    SearchPlan plan = asked.get(0).search();
    assertThat(plan.budgets()).containsExactly("latency=0.6x,0.8x", "params=1.1x");
    assertThat(plan.listed()).contains("latency");
    assertThat(plan.alternatives())
        .extracting(SearchPlan::budgets)
        .containsExactly(
            List.of("latency=0.6x", "params=1.1x"), List.of("latency=0.8x", "params=1.1x"));
  }

  @Test
  void onlyBudgetsThatAreGivenAreActive() {
    search()
        .execute("net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--out", "run");

    assertThat(asked.get(0).search().budgets()).isEmpty();
    assertThat(asked.get(0).search().searchSettings())
        .isEqualTo(SearchSettings.preset("small").with("coupling", "tied"));
    assertThat(asked.get(0).search().method()).isEqualTo("halving");
    assertThat(asked.get(0).arithmetic().bits()).isEqualTo(2);
    assertThat(asked.get(0).arithmetic().residualBits()).isEqualTo(8);
  }

  @Test
  void presetsOfPapersHaveTheirMethod() {
    for (String preset : List.of("paper", "imagenet")) {
      search()
          .execute(
              "net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--preset", preset);
    }
    assertThat(asked).extracting(r -> r.search().method()).containsExactly("nce", "nce");
  }

  @Test
  void settingsAreShownAsTheMethodHasThemAndCanBeGivenAgain(@TempDir Path folder)
      throws IOException {
    CliRun shown =
        CliRun.of("search", "--show-settings", "--method", "tas-2x-16", "--set", "crop-pad=3");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("\ngrid: tas-2x-16\n").contains("\ncrop-pad: 3\n");
    Path file = Files.writeString(folder.resolve("mine.yaml"), shown.out());
    int code =
        search()
            .execute(
                "net.onnx",
                "--hardware",
                "toy-8x8-w2a2",
                "--data",
                "embedded",
                "--method",
                "nce",
                "--settings",
                file.toString());
    assertThat(code).isZero();
    assertThat(asked.get(0).search().searchSettings())
        .isEqualTo(
            SearchSettings.preset("small")
                .with("threshold", "1")
                .with("grid", "tas-2x-16")
                .with("crop-pad", "3"));
  }

  @Test
  void theDemoBringsItsNetworkAndEndsInSixLines(@TempDir Path folder) {
    int code =
        new CommandLine(new DemoCommand(console, runner)).execute("--out", folder.toString());

    assertThat(code).isZero();
    assertThat(CliRun.of("inspect", asked.get(0).inputs().model().toString()).exitCode()).isZero();
    assertThat(asked.get(0).inputs().data()).isEqualTo("embedded");
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).contains("the original network is returned");
    assertThat(lines.get(1)).contains("latency 1.0x").contains("not met");
    assertThat(lines.get(2)).contains("74.15 %").contains("75.60 %").contains("2,000");
    assertThat(lines.get(5)).endsWith(folder.resolve("report.html").toString());
  }
}
