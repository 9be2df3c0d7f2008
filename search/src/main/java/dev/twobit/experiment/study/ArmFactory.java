package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SpaceSettings.ResidualBits;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.UnreachableBudgetException;
import dev.twobit.training.QuantizationScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Makes the trials of a study, alike in all that the study does not vary. */
final class ArmFactory {
  private static final int RESIDUAL_BITS = 8;
  private static final int USUAL_BITS = 2;

  private final StudyRequest request;
  private final StudyPreset preset;
  private final Subjects subjects;
  private final Subject subject;
  private final Content hardware;
  private final TrainingPlan training;
  private final SearchSettings settings;

  ArmFactory(StudyRequest request, StudyPreset preset, Subjects subjects, Content model) {
    this.request = request;
    this.preset = preset;
    this.subjects = subjects;
    this.hardware = Subjects.hardware(request.inputs().hardware());
    this.training =
        TrainingPlan.of(
            preset.recipe(),
            request.size().trainingEpochs().orElse(preset.epochs()),
            preset.batchSize());
    this.subject =
        new Subject(
            model,
            new Images(
                subjects.data(request.inputs().data()),
                request.inputs().normalization(),
                request.size().trainPerClass().orElse(preset.trainPerClass()),
                request.size().testPerClass().orElse(preset.testPerClass())));
    this.settings = settings(request, preset);
  }

  private static SearchSettings settings(StudyRequest request, StudyPreset preset) {
    int epochs = request.size().trainingEpochs().orElse(preset.epochs());
    SearchSettings settings =
        SearchSettings.preset(preset.search()).with("training-epochs", String.valueOf(epochs));
    for (Map.Entry<String, String> change : preset.changes().entrySet()) {
      settings = settings.with(change.getKey(), change.getValue());
    }
    for (String change : request.searches().settings()) {
      int equals = change.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException("--set: found '" + change + "', expected KEY=VALUE");
      }
      settings = settings.with(change.substring(0, equals), change.substring(equals + 1));
    }
    if (settings.space().residualBits() == ResidualBits.SEARCH) {
      throw new InvalidInputException(
          "--set residual-bits=search: found it of a study, expected it of 'twobit search': a"
              + " study's arms have bits of their own");
    }
    return settings;
  }

  /** The file's name without its end. */
  String modelName() {
    String file = Path.of(subject.model().where()).getFileName().toString();
    return file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file;
  }

  int seeds() {
    return request.size().seeds().orElse(preset.seeds());
  }

  int structures() {
    return request.size().structures().orElse(preset.structures());
  }

  /**
   * As asked for, or the study's own. Throws a one-line error for a method that chooses bits: arms
   * of most studies are networks of one precision, whose widths differ.
   */
  List<String> methods(String... own) {
    for (String method : request.searches().methods()) {
      if (SearchMethodRegistry.namesAlone().contains(method)
          && SearchMethodRegistry.choosesBits(method)) {
        throw new InvalidInputException(
            "--methods: found "
                + method
                + " of study "
                + request.study()
                + ", which compares widths at one precision; expected methods that choose widths,"
                + " or study "
                + PrecisionStudy.NAME);
      }
    }
    return request.searches().methods().isEmpty() ? List.of(own) : request.searches().methods();
  }

  /** As asked for, or the study's own. */
  List<String> budgets(String... own) {
    return request.searches().budgets().isEmpty() ? List.of(own) : request.searches().budgets();
  }

  /** What the study was asked for. */
  StudyRequest request() {
    return request;
  }

  /** Of every search, unless an arm has others. */
  SearchSettings settings() {
    return settings;
  }

  /**
   * Trials as {@code twobit search} has them, of the same network, images and accelerator.
   *
   * @param plan to be checked with what is decided for all of them
   */
  SearchTrials searchTrials(SearchPlan plan) {
    return SearchStart.trials(request, subject, plan, subjects);
  }

  /** Whether a method that searches widths can come within its budgets. */
  boolean isReachable(SearchTrial trial) {
    try {
      SearchMethodRegistry.named(trial.search().method(), trial.search().searchSettings())
          .check(SearchWork.task(subjects, trial));
      return true;
    } catch (UnreachableBudgetException e) {
      return false;
    }
  }

  /** The study's. */
  HardwareConfig accelerator() {
    return subjects.hardware(hardware);
  }

  /** What the network costs on it with these bits of inner layers. */
  CostModel costs(int bits) {
    return new CostModel(subjects.network(subject.model()), accelerator(), bits, RESIDUAL_BITS);
  }

  /** Seeds 1 to n. */
  static List<Long> upTo(int n) {
    return LongStream.rangeClosed(1, n).boxed().toList();
  }

  /** PACT and DoReFa, as the paper has them. */
  Quantization quantized(int bits) {
    return Quantization.of(QuantizationScheme.pact(bits, settings.weights().alphaFromData()));
  }

  /** A method at 2 bits. */
  Arm arm(
      String group,
      String label,
      String method,
      List<String> budgets,
      long searchSeed,
      List<Long> trainingSeeds) {
    return arm(
        new Kind(
            group,
            label,
            method,
            quantized(USUAL_BITS),
            USUAL_BITS,
            Map.of(),
            false,
            RESIDUAL_BITS),
        budgets,
        searchSeed,
        trainingSeeds);
  }

  /**
   * What an arm differs in from others.
   *
   * @param bits on the hardware, which full precision has too
   * @param changes settings of the search
   * @param layerStatistics measured after the trainings
   * @param residualBits of the residual path, in training and on the hardware
   */
  record Kind(
      String group,
      String label,
      String method,
      Quantization quantization,
      int bits,
      Map<String, String> changes,
      boolean layerStatistics,
      int residualBits) {
    static Kind of(String label, String method, Quantization quantization, int bits) {
      return new Kind(label, label, method, quantization, bits, Map.of(), false, RESIDUAL_BITS);
    }

    Kind labelled(Object suffix) {
      return new Kind(
          group,
          label + " " + suffix,
          method,
          quantization,
          bits,
          changes,
          layerStatistics,
          residualBits);
    }

    Kind grouped(String name) {
      return new Kind(
          name, label, method, quantization, bits, changes, layerStatistics, residualBits);
    }

    Kind with(String key, String value) {
      return new Kind(
          group,
          label,
          method,
          quantization,
          bits,
          Map.of(key, value),
          layerStatistics,
          residualBits);
    }

    Kind measured() {
      return new Kind(group, label, method, quantization, bits, changes, true, residualBits);
    }

    Kind residual(int other) {
      return new Kind(group, label, method, quantization, bits, changes, layerStatistics, other);
    }
  }

  Arm arm(Kind kind, List<String> budgets, long searchSeed, List<Long> trainingSeeds) {
    SearchSettings own = settings;
    for (Map.Entry<String, String> change : kind.changes().entrySet()) {
      own = own.with(change.getKey(), change.getValue());
    }
    Arithmetic arithmetic =
        new Arithmetic(
                kind.quantization(), kind.bits(), RESIDUAL_BITS, request.execution().precision())
            .withResidualBits(kind.residualBits());
    SearchTrial search =
        new SearchTrial(
            Trial.FORMAT,
            subject,
            hardware,
            arithmetic,
            SearchPlan.of(kind.method(), own, budgets),
            execution(searchSeed));
    List<TrainingTrial> trainings = new ArrayList<>();
    for (long seed : trainingSeeds) {
      trainings.add(
          new TrainingTrial(
              Trial.FORMAT,
              subject,
              Structure.ORIGINAL,
              arithmetic,
              training,
              Start.fresh(),
              new TrainingTrial.Outputs(kind.layerStatistics(), false),
              execution(seed)));
    }
    return new Arm(kind.group(), kind.label(), search, trainings);
  }

  private Execution execution(long seed) {
    return Execution.of(seed, request.execution().threads());
  }
}
