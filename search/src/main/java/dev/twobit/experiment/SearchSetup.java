package dev.twobit.experiment;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.search.Budget;
import dev.twobit.search.BudgetProjection;
import dev.twobit.search.CandidateGrid;
import dev.twobit.search.CostKind;
import dev.twobit.search.CostModel;
import dev.twobit.search.Costs;
import dev.twobit.search.SearchPreset;
import dev.twobit.search.SearchSpace;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search works with, loaded and checked before anything is written.
 *
 * @param imported as the file has it
 * @param network with batch normalization restored: what is searched, counted and trained
 * @param restored convolutions that got their batch normalization back
 * @param original costs of {@code network} at the request's bits on the hardware
 */
record SearchSetup(
    SearchRequest request,
    HardwareConfig hardware,
    Network imported,
    Network network,
    int restored,
    DatasetPair data,
    Normalization normalization,
    SearchPreset preset,
    QuantizationScheme scheme,
    SearchSpace space,
    CostModel costs,
    Costs original,
    List<Budget> budgets) {
  /** Mid-rise levels of more bits do not fit the int8 that QCDQ stores them in. */
  private static final int MOST_BITS = 7;

  SearchSetup {
    budgets = List.copyOf(budgets);
  }

  /** Throws a one-line error for whatever does not fit together. */
  static SearchSetup load(SearchRequest request) {
    if (request.bits() > MOST_BITS) {
      throw new InvalidInputException(
          "--bits: found "
              + request.bits()
              + ", expected 2 or 4: DoReFa's weights of 8 bits do not fit the int8 of the export");
    }
    HardwareConfig hardware = HardwareCatalog.load(request.hardware());
    SearchPreset preset = preset(request);
    Network imported = OnnxImporter.read(request.model());
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    ConvolutionRoles.requireQuantized(canonical);
    DatasetPair data = DatasetPair.load(request.data());
    data.requireFit(canonical);
    Normalization normalization = TrainingRun.normalization(request.normalization(), data.train());
    var restoration = BatchNormalizationRestorer.restore(canonical);
    Network network = restoration.network();
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
    CostModel costs = new CostModel(network, hardware, request.bits(), request.residualBits());
    Costs original = costs.original();
    List<Budget> budgets = budgets(request, original, hardware);
    BudgetProjection.requireReachable(space, costs, budgets);
    requireTrainable(network, data, normalization);
    return new SearchSetup(
        request,
        hardware,
        imported,
        network,
        restoration.restored().size(),
        data,
        normalization,
        preset,
        QuantizationScheme.pact(request.bits(), preset.alphaFromData()),
        space,
        costs,
        original,
        budgets);
  }

  private static SearchPreset preset(SearchRequest request) {
    SearchPreset preset = SearchPreset.named(request.preset());
    var epochs = request.epochs();
    return preset.withEpochs(
        epochs.warmup().orElse(preset.warmupEpochs()),
        epochs.search().orElse(preset.searchEpochs()),
        epochs.training().orElse(preset.trainingEpochs()));
  }

  private static List<Budget> budgets(
      SearchRequest request, Costs original, HardwareConfig hardware) {
    if (request.budgets().isEmpty() && request.preset().equals("paper")) {
      return Budget.paper(original);
    }
    List<Budget> budgets = new ArrayList<>();
    for (String given : request.budgets()) {
      int at = given.indexOf('=');
      CostKind kind = CostKind.named(given.substring(0, at));
      budgets.add(Budget.parse(kind, given.substring(at + 1), original, hardware));
    }
    return budgets;
  }

  /** One image through the network finds an operator that cannot be trained. */
  private static void requireTrainable(
      Network network, DatasetPair data, Normalization normalization) {
    Evaluator.logits(
        TrainableNetwork.of(Initializer.initialize(network, 0), QuantizationScheme.none()),
        data.test().subset("one", new int[] {0}),
        normalization);
  }
}
