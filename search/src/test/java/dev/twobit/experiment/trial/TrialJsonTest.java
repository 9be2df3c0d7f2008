package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.Json;
import dev.twobit.network.UnequalOperands;
import dev.twobit.precision.BitRule;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.Verdict;
import dev.twobit.search.exam.ExamNetwork;
import dev.twobit.search.exam.ExamQuestion;
import dev.twobit.search.exam.ExamScore;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.training.CodeShares;
import dev.twobit.training.LayerStatistics;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialJsonTest {
  @TempDir Path folder;

  static TrainingTrial training(String place, Map<String, Integer> widths, long seed) {
    return new TrainingTrial(
        Trial.FORMAT,
        new Subject(
            new Content(place + "/net.onnx", "aa"),
            new Images(new Content(place + "/data", "bb"), "auto", 4, 2)),
        new Structure(widths, UnequalOperands.SHORTCUT),
        new Arithmetic(new Quantization("dorefa:bits=2", "pact:bits=2", true), 2, 8, "float32"),
        TrainingPlan.of("small", 2, 10),
        Start.fresh(),
        new TrainingTrial.Outputs(true, false),
        Execution.of(seed, 1));
  }

  private static SearchTrial search(Map<String, String> settings) {
    return new SearchTrial(
        Trial.FORMAT,
        new Subject(
            new Content("net.onnx", "aa"), new Images(new Content("data", "bb"), "auto", 0, 0)),
        new Content("core", "dd"),
        new Arithmetic(Quantization.none(), 2, 8, "float32"),
        new SearchPlan("nce", settings, List.of("flops=1.0x")),
        Execution.of(1, 1));
  }

  /** A trial that has a search in it is known by what decides the search. */
  @Test
  void trialsOfTheExamComeBackFromJsonAndForgetWhatASearchForgets() throws IOException {
    SearchTrial search = search(Map.of("threshold", "0.3"));
    SearchTrial named = search(Map.of("threshold", "0.3", "preset", "small"));
    ExamQuestion question = new ExamQuestion(Map.of("a", 8), 3, 1, false);
    Trial judging = new JudgingTrial(Trial.FORMAT, search, question);
    Trial draw = new DrawTrial(Trial.FORMAT, search, 16);
    TrialResult drawn =
        new DrawTrialResult(List.of(new ExamNetwork(Map.of("a", 8), true, 1, 1e6, 1e4, 0.5)), 1.5);
    TrialResult judged = new JudgingTrialResult(new ExamScore(0.5, 81.25, 500), 1.5);

    assertThat(Json.complete(Json.indented(judging), Trial.class)).isEqualTo(judging);
    assertThat(Json.complete(Json.indented(draw), Trial.class)).isEqualTo(draw);
    assertThat(Json.complete(Json.indented(drawn), TrialResult.class)).isEqualTo(drawn);
    assertThat(Json.complete(Json.indented(judged), TrialResult.class)).isEqualTo(judged);
    assertThat(TrialJson.key(named)).isEqualTo(TrialJson.key(search));
    assertThat(TrialJson.key(new JudgingTrial(Trial.FORMAT, named, question)))
        .isEqualTo(TrialJson.key(judging));
    assertThat(TrialJson.key(new DrawTrial(Trial.FORMAT, named, 15)))
        .isNotEqualTo(TrialJson.key(draw));
  }

  @Test
  void aRecipeIsWrittenWithoutItsParts() {
    var values = Json.tree(TrainingPlan.of("small", 2, 10)).get("values");

    assertThat(values.fieldNames())
        .toIterable()
        .containsExactly(
            "epochs",
            "batchSize",
            "optimizer",
            "learningRate",
            "groups",
            "loss",
            "clipNorm",
            "averageDecay",
            "reestimationBatches",
            "augment",
            "cropPad",
            "seed",
            "threads");
  }

  private static CodeShares codes(double share) {
    return new CodeShares(
        "a",
        new TreeMap<>(Map.of(-1, share, 3, 1 - share)),
        OptionalDouble.of(share),
        OptionalDouble.empty(),
        OptionalDouble.of(0.125));
  }

  /** Rates of a probe are other trials; what is told of codes makes none. */
  @Test
  void aProbesKeyIsOfItsTrainingAndRate() throws IOException {
    TrainingTrial training = training("here", Map.of("a", 1), 1);
    TrainingTrial telling = training.with(new TrainingTrial.Outputs(true, false, true));
    assertThat(TrialJson.key(telling)).isEqualTo(TrialJson.key(training));
    assertThat(Json.sorted(training.outputs()).toString()).contains("codes");
    ProbeTrial probe = new ProbeTrial(Trial.FORMAT, telling, 0.5, 0.5);

    assertThat(Json.complete(Json.indented(probe), Trial.class)).isEqualTo(probe);
    assertThat(TrialJson.key(probe))
        .isEqualTo(
            TrialJson.key(
                new ProbeTrial(
                    Trial.FORMAT,
                    with(
                        training("there", Map.of("a", 1), 1),
                        new TrainingPlan("mine.yaml", training.training().values())),
                    0.5,
                    0.5)))
        .isNotEqualTo(TrialJson.key(new ProbeTrial(Trial.FORMAT, telling, 2, 0.5)))
        .isNotEqualTo(TrialJson.key(new ProbeTrial(Trial.FORMAT, telling, 0.5, 0)))
        .isNotEqualTo(
            TrialJson.key(
                new ProbeTrial(Trial.FORMAT, training("here", Map.of("a", 2), 1), 0.5, 0.5)));
    TrialResult diverged = new ProbeTrialResult(OptionalDouble.empty(), 20, 50, 1.5);
    assertThat(Json.complete(Json.indented(diverged), TrialResult.class)).isEqualTo(diverged);
  }

  @Test
  void trialsAndResultsComeBackFromJson() throws IOException {
    Trial training = training("here", Map.of("b", 2, "a", 1), 1);
    Trial search = search(Map.of("threshold", "0.3"));
    TrialResult result =
        new TrainingTrialResult(
            new TrainingTrialResult.Test(81.25, 99, 82, 3, 200),
            OptionalDouble.of(81),
            List.of(new TrainingEpoch(1, 2, 0.1, 2.3, 0.1, 0.2, 100, 1.5)),
            List.of(new LayerStatistics("a", 1, 2, OptionalDouble.empty(), OptionalDouble.of(9.5))),
            Optional.of(
                new CodeUse(
                    new CodeUse.Start(12.5, Optional.of("binary"), List.of(codes(0.5))),
                    List.of(codes(0.25)))),
            1.5);

    assertThat(Json.complete(Json.indented(training), Trial.class)).isEqualTo(training);
    assertThat(Json.complete(Json.indented(search), Trial.class)).isEqualTo(search);
    assertThat(Json.complete(Json.indented(result), TrialResult.class)).isEqualTo(result);
    TrialResult found =
        new SearchTrialResult(
            Map.of("a", 8),
            Map.of("a", 9),
            Map.of("flops", 1.5),
            Map.of("flops", 1.0),
            new SearchTrialResult.Account(
                Map.of("tries", 3.0),
                Optional.of(
                    new Verdict(Verdict.Returned.ORIGINAL, "no room", 0.5, 0.25, Optional.of(4))),
                List.of("a=4x2")),
            Optional.of(
                new GradientSearch(
                    3,
                    Map.of("a", 9),
                    Map.of("a", 9),
                    List.of(new SearchUnit("a", 8, List.of(8, 9), List.of("a"))),
                    Map.of("a", 0.5),
                    List.of(new SearchEpoch.Expansion(2, "a", 8, 9, 0.4)))),
            List.of(),
            2.5);
    assertThat(Json.complete(Json.indented(found), TrialResult.class)).isEqualTo(found);
  }

  /** Structures without pads are written as they were before there were any. */
  @Test
  void aPaddedStructureIsAnotherTrial() throws IOException {
    Map<String, Integer> widths = Map.of("padded", 3, "a", 1);
    TrainingTrial bridged = training("here", widths, 1);
    TrainingTrial padded = bridged.of(new Structure(widths, UnequalOperands.PADDED));

    assertThat(Json.tree(bridged).at("/widths/padded").asInt()).isEqualTo(3);
    assertThat(Json.tree(padded).at("/widths/padded/padded").asInt()).isEqualTo(3);
    assertThat(TrialJson.key(padded)).isNotEqualTo(TrialJson.key(bridged));
    assertThat(Json.complete(Json.indented(bridged), Trial.class)).isEqualTo(bridged);
    assertThat(Json.complete(Json.indented(padded), Trial.class)).isEqualTo(padded);
  }

  private static EvaluationTrial evaluation(String place, String normalization, int threads) {
    return new EvaluationTrial(
        Trial.FORMAT,
        new Subject(
            new Content(place + "/net.onnx", "aa"),
            new Images(new Content(place + "/data", "bb"), normalization, 0, 0)),
        threads);
  }

  @Test
  void anEvaluationIsKeptByFileImagesNormalizationAndThreads() throws IOException {
    Trial trial = evaluation("here", "auto", 1);
    TrialResult result =
        new EvaluationTrialResult(
            new EvaluationTrialResult.Part(91.5, 200),
            Optional.of(new EvaluationTrialResult.Part(92, 100)),
            "imagenet",
            4,
            1.5);

    assertThat(Json.complete(Json.indented(trial), Trial.class)).isEqualTo(trial);
    assertThat(Json.complete(Json.indented(result), TrialResult.class)).isEqualTo(result);
    assertThat(TrialJson.key(trial))
        .isEqualTo(TrialJson.key(evaluation("there", "auto", 1)))
        .isNotEqualTo(TrialJson.key(evaluation("here", "cifar", 1)))
        .isNotEqualTo(TrialJson.key(evaluation("here", "auto", 2)));
  }

  @Test
  void keyIsOfContentAndNotOfPlaces() {
    String key = TrialJson.key(training("here", Map.of("a", 1, "b", 2), 1));

    assertThat(TrialJson.key(training("there", Map.of("b", 2, "a", 1), 1))).isEqualTo(key);
    assertThat(TrialJson.key(training("here", Map.of("a", 1, "b", 3), 1))).isNotEqualTo(key);
    assertThat(TrialJson.key(training("here", Map.of("a", 1, "b", 2), 2))).isNotEqualTo(key);
    assertThat(TrialJson.key(search(Map.of("threshold", "0.3"))))
        .isNotEqualTo(TrialJson.key(search(Map.of("threshold", "1"))))
        .isEqualTo(TrialJson.key(search(Map.of("threshold", "0.3", "training-epochs", "9"))))
        .isEqualTo(TrialJson.key(search(Map.of("threshold", "0.3", "preset", "paper"))));
  }

  private static SearchTrial search(Optional<HeldOut> heldOut, Optional<CandidateTraining> begun) {
    SearchTrial trial = search(Map.of());
    Images images = trial.subject().images();
    return new SearchTrial(
        trial.format(),
        new Subject(
            trial.subject().model(),
            new Images(images.source(), images.normalization(), 0, 0, heldOut)),
        trial.hardware(),
        trial.arithmetic(),
        trial.search(),
        begun,
        trial.execution());
  }

  private static CandidateTraining begun(String place, String recipe, int epochs) {
    return new CandidateTraining(
        new Start(
            "imported",
            Optional.of(new Start.TeacherNetwork(new Content(place + "/t.onnx", "ee"), "same")),
            NewChannels.SILENT),
        new TrainingPlan(recipe, TrainingPlan.of("small", epochs, 10).values()));
  }

  @Test
  void aSearchIsKeptByWhatItsNetworksBeginWithAndByWhatIsHeldOut() throws IOException {
    HeldOut some = new HeldOut(100, Optional.empty());
    HeldOut others = new HeldOut(100, Optional.of(new Content("here/five", "ff")));
    HeldOut moved = new HeldOut(100, Optional.of(new Content("there/five", "ff")));
    Optional<CandidateTraining> begun = Optional.of(begun("here", "small", 2));
    SearchTrial trial = search(Optional.of(others), begun);

    assertThat(Json.complete(Json.indented(trial), Trial.class)).isEqualTo(trial);
    assertThat(TrialJson.key(trial))
        .isEqualTo(
            TrialJson.key(search(Optional.of(moved), Optional.of(begun("there", "mine.yaml", 2)))))
        .isNotEqualTo(TrialJson.key(search(Optional.of(some), begun)))
        .isNotEqualTo(TrialJson.key(search(Optional.empty(), begun)))
        .isNotEqualTo(TrialJson.key(search(Optional.of(others), Optional.empty())))
        .isNotEqualTo(
            TrialJson.key(search(Optional.of(others), Optional.of(begun("here", "small", 3)))));
  }

  /**
   * The key of a study's trial that was run before anything could be held out, and before the
   * residual path was quantized in training.
   */
  @Test
  void whatIsAbsentIsNoPartOfAKey() {
    String json = Json.sorted(search(Map.of())).toString();

    assertThat(json).contains("\"heldOut\":null").contains("\"candidates\":null");
    assertThat(TrialJson.key(search(Map.of())))
        .isEqualTo(TrialJson.key(search(Map.of("residual-bits", "given"))))
        .isNotEqualTo(TrialJson.key(search(Map.of("residual-bits", "search"))))
        .isEqualTo(
            TrialJson.sha256(
                json.replace(",\"heldOut\":null", "")
                    .replace("\"heldOut\":null,", "")
                    .replace("\"candidates\":null,", "")
                    .replace("\"residual\":\"none\",", "")
                    .replace("\"bitsOf\":[],", "")
                    .replaceAll(",\"where\":\"[^\"]*\"", "")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /**
   * Kept trials have none of the keys that came later: at the value that held before there was such
   * a key it is the same trial, at another value another.
   */
  @Test
  void keysThatCameLaterChangeNoKeyAtTheValueOfOld() {
    Map<String, String> now = SearchSettings.preset("paper").with(SearchSettings.OF_OLD).toMap();
    Map<String, String> then = new TreeMap<>(now);
    then.keySet().removeAll(SearchSettings.OF_OLD.keySet());
    assertThat(now.keySet()).containsAll(SearchSettings.OF_OLD.keySet());
    assertThat(SearchSettings.of(then).toMap()).isEqualTo(now);
    assertThat(TrialJson.key(search(now))).isEqualTo(TrialJson.key(search(then)));
    SearchSettings.OF_OLD.forEach(
        (key, value) -> {
          Map<String, String> other = new TreeMap<>(then);
          other.put(key, value);
          assertThat(TrialJson.key(search(other))).as(key).isEqualTo(TrialJson.key(search(then)));
          other.put(key, value + "1");
          assertThat(TrialJson.key(search(other)))
              .as(key)
              .isNotEqualTo(TrialJson.key(search(then)));
        });
  }

  /** A key that comes now has to say what held before there was one, or every trial is another. */
  @Test
  void keysThatComeHaveAValueOfOld() {
    Set<String> first = new TreeSet<>(SearchSettings.preset("paper").toMap().keySet());
    first.removeAll(SearchSettings.OF_OLD.keySet());
    assertThat(first).as("enter new keys in SearchSettings.OF_OLD").hasSize(61);
  }

  /** Trained with other codes, or in float and deployed with them: neither is the other. */
  @Test
  void aTrainingIsKeptByItsResidualPath() {
    TrainingTrial trial = training("here", Map.of("a", 1), 1);
    Arithmetic four = trial.arithmetic().withResidualBits(4);
    assertThat(four.residualBits()).isEqualTo(4);
    assertThat(four.quantization().residual()).isEqualTo("lsq:bits=4");
    assertThat(four.withResidualBits(8).quantization().residual()).isEqualTo("lsq:bits=8");
    assertThat(trial.arithmetic().withResidualBits(8)).isEqualTo(trial.arithmetic());
    assertThat(
            List.of(trial, with(trial, four), with(trial, trial.arithmetic().withResidualBits(2))))
        .extracting(TrialJson::key)
        .doesNotHaveDuplicates();
  }

  private static TrainingTrial with(TrainingTrial trial, Arithmetic arithmetic) {
    return new TrainingTrial(
        trial.format(),
        trial.subject(),
        trial.structure(),
        arithmetic,
        trial.training(),
        trial.start(),
        trial.outputs(),
        trial.execution());
  }

  /** Whatever it is called, a recipe is its values; and a training sees no hardware. */
  @Test
  void aTrainingsKeyIsOfTheRecipesValues() {
    TrainingTrial trial = training("here", Map.of("a", 1), 1);
    TrainingTrial renamed = with(trial, new TrainingPlan("mine.yaml", trial.training().values()));
    TrainingTrial other = with(trial, TrainingPlan.of("cifar10", 2, 10));
    TrainingTrial longer = with(trial, TrainingPlan.of("small", 3, 10));

    assertThat(TrialJson.key(renamed)).isEqualTo(TrialJson.key(trial));
    assertThat(TrialJson.key(other)).isNotEqualTo(TrialJson.key(trial));
    assertThat(TrialJson.key(longer)).isNotEqualTo(TrialJson.key(trial));
    assertThat(TrialJson.key(on4Bits(trial, trial.outputs()))).isEqualTo(TrialJson.key(trial));
    TrainingTrial.Outputs deployed = new TrainingTrial.Outputs(false, true);
    assertThat(TrialJson.key(on4Bits(trial, deployed)))
        .isNotEqualTo(TrialJson.key(on4Bits(trial, TrainingTrial.Outputs.NONE)));
  }

  /** Bits of layers decide the result; where there are none, keys are those of before. */
  @Test
  void bitsOfLayersAreOfTheKeyWhereThereAreSome() throws IOException {
    TrainingTrial trial = training("here", Map.of("a", 1), 1);
    Arithmetic plain = trial.arithmetic();
    Arithmetic mixed = plain.withRules(List.of(BitRule.parse("", "fc=2x3")));
    assertThat(TrialJson.key(with(trial, mixed))).isNotEqualTo(TrialJson.key(trial));
    assertThat(Json.complete(Json.line(mixed), Arithmetic.class)).isEqualTo(mixed);
    assertThat(mixed.plan().texts()).containsExactly("fc=2x3");
    assertThat(mixed.withResidualBits(4).plan().texts()).containsExactly("fc=2x3");
    // As it was written before there were any.
    ObjectNode old = (ObjectNode) Json.tree(trial);
    ((ObjectNode) old.get("arithmetic")).remove("bitsOf");
    assertThat(Json.complete(old.get("arithmetic").toString(), Arithmetic.class)).isEqualTo(plain);
  }

  private static TrainingTrial on4Bits(TrainingTrial trial, TrainingTrial.Outputs outputs) {
    return new TrainingTrial(
        trial.format(),
        trial.subject(),
        trial.structure(),
        new Arithmetic(trial.arithmetic().quantization(), 4, 4, "float32"),
        trial.training(),
        trial.start(),
        outputs,
        trial.execution());
  }

  private static TrainingTrial with(TrainingTrial trial, TrainingPlan training) {
    return new TrainingTrial(
        trial.format(),
        trial.subject(),
        trial.structure(),
        trial.arithmetic(),
        training,
        trial.start(),
        trial.outputs(),
        trial.execution());
  }

  @Test
  void damagedResultCountsAsNone() throws IOException {
    TrialCache cache = new TrialCache(folder);
    Trial trial = training("here", Map.of("a", 1), 1);
    TrialResult result =
        new TrainingTrialResult(
            new TrainingTrialResult.Test(10, 50, 10, 1, 20),
            OptionalDouble.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            0);
    cache.put(trial, result);
    assertThat(cache.find(trial)).contains(result);

    Files.writeString(cache.folder(trial).resolve("result.json"), "{\"kind\": \"trai");

    assertThat(cache.find(trial)).isEmpty();
  }

  @Test
  void logKeepsTheLaterOfAnEpochThatRanTwice() throws IOException {
    Path file = folder.resolve("log.jsonl");
    new EpochLog(file).add("train", new TrainingEpoch(1, 2, 0.1, 2.3, 0.1, 0.2, 100, 1));
    Files.writeString(file, Files.readString(file) + "{\"epoch\":2,\"epo");
    EpochLog log = new EpochLog(file);
    log.add("train", new TrainingEpoch(1, 2, 0.1, 2.3, 0.1, 0.2, 100, 7));
    log.add("another", new TrainingEpoch(2, 2, 0.1, 2.3, 0.1, 0.2, 100, 9));

    assertThat(log.trainings("train"))
        .hasSize(1)
        .first()
        .extracting(TrainingEpoch::seconds)
        .isEqualTo(7.0);
  }
}
