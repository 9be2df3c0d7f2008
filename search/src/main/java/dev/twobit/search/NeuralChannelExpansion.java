package dev.twobit.search;

import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.Sgd;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Neural channel expansion (paper section 3, SPEC 2.2): warm-up of the super-net's weights, then
 * alternating steps on weights and architecture over two halves of the training set, a wider
 * candidate for every layer whose widest one passes the threshold, winner takes all.
 *
 * <p>Continued from its checkpoint it ends in the same bits: every random choice is a function of
 * seed, phase, epoch and step.
 */
public final class NeuralChannelExpansion {
  private static final long SPLIT_SEED = 111;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 5e-4;
  private static final double ALPHA_DECAY = 1e-3;
  private static final int CROP_PAD = 4;

  private final SearchPreset preset;
  private final QuantizationScheme scheme;
  private final CostModel costs;
  private final List<Budget> budgets;
  private final ImageDataset weightHalf;
  private final ImageDataset architectureHalf;
  private final Normalization normalization;
  private final long seed;
  private SearchState state;
  private SuperNet superNet;

  public NeuralChannelExpansion(
      SearchSpace space,
      SearchPreset preset,
      QuantizationScheme scheme,
      CostModel costs,
      List<Budget> budgets,
      ImageDataset train,
      Normalization normalization,
      long seed,
      int threads) {
    this.preset = preset;
    this.scheme = scheme;
    this.costs = costs;
    this.budgets = List.copyOf(budgets);
    int[][] halves = train.halves(SPLIT_SEED);
    this.weightHalf = train.subset("weights", halves[0]);
    this.architectureHalf = train.subset("architecture", halves[1]);
    this.normalization = normalization;
    this.seed = seed;
    preset.requireAbleToExpand(steps());
    torch.set_num_threads(threads);
    this.state =
        new SearchState(
            0,
            space,
            ArchitectureParameters.initial(space, new Random(seed)),
            SuperNetWeights.initial(space, scheme, seed),
            newSgd(),
            new ArrayList<>(),
            new LinkedHashMap<>());
    state.sgd().prepare(state.weights().trainable());
    this.superNet = new SuperNet(space, scheme, state.weights());
  }

  private static Sgd newSgd() {
    return new Sgd(MOMENTUM, WEIGHT_DECAY, ALPHA_DECAY);
  }

  private int steps() {
    return Math.max(1, weightHalf.size() / batch());
  }

  private int batch() {
    return Math.min(preset.batchSize(), weightHalf.size());
  }

  /**
   * Runs what {@code checkpoint} does not hold yet.
   *
   * @param listener told of every epoch before the checkpoint holds it: after a kill in between it
   *     is told of that epoch again
   */
  public SearchResult run(Path checkpoint, Consumer<SearchEpoch> listener) throws IOException {
    Optional<SearchState> stored = SearchState.restore(checkpoint, state, scheme);
    if (stored.isPresent()) {
      state = stored.get();
      superNet = new SuperNet(state.space(), scheme, state.weights());
      superNet.skipInitialization();
    }
    int total = preset.warmupEpochs() + preset.searchEpochs();
    while (state.epochsDone() < total) {
      int epoch = state.epochsDone();
      boolean searching = epoch >= preset.warmupEpochs();
      SearchEpoch report =
          searching ? searchEpoch(epoch - preset.warmupEpochs()) : warmupEpoch(epoch);
      if (searching && report.inBand()) {
        state.inBand().clear();
        state.inBand().put(report.epoch(), report.genotype());
      }
      state = state.withEpochs(epoch + 1);
      listener.accept(report);
      state.save(checkpoint);
    }
    return result();
  }

  private SearchResult result() {
    Map<String, Integer> last = state.architecture().genotype(state.space());
    int epoch = preset.searchEpochs();
    Map<String, Integer> chosen = last;
    if (!inBand(costs.genotype(state.space(), last)) && !state.inBand().isEmpty()) {
      epoch = state.inBand().keySet().iterator().next();
      chosen = state.inBand().values().iterator().next();
    }
    Map<String, Integer> projected =
        BudgetProjection.project(state.space(), state.architecture(), costs, budgets, chosen);
    Map<String, double[]> probabilities = probabilities();
    Map<String, Double> widest = new LinkedHashMap<>();
    probabilities.forEach((unit, p) -> widest.put(unit, p[p.length - 1]));
    return new SearchResult(
        state.space(),
        chosen,
        projected,
        epoch,
        probabilities,
        List.copyOf(state.expansions()),
        widest);
  }

  private SearchEpoch warmupEpoch(int epoch) {
    long start = System.nanoTime();
    double rate =
        preset.learningRate() * (1 + Math.cos(Math.PI * epoch / preset.warmupEpochs())) / 2;
    double loss = 0;
    int[] order = BatchMaker.order(weightHalf.size(), seed, epoch);
    for (int step = 0; step < steps(); step++) {
      loss += weightStep(order, step, epoch, rate, preset.hottest());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return report(
        "warm-up",
        epoch + 1,
        preset.warmupEpochs(),
        preset.hottest(),
        loss / steps(),
        0,
        0,
        Map.of(),
        List.of(),
        steps() * batch() / seconds,
        seconds);
  }

  private SearchEpoch searchEpoch(int epoch) {
    long start = System.nanoTime();
    int absolute = preset.warmupEpochs() + epoch;
    double rate =
        preset.learningRate() * (1 + Math.cos(Math.PI * epoch / preset.searchEpochs())) / 2;
    double temperature = preset.temperature(epoch);
    int[] order = BatchMaker.order(weightHalf.size(), seed, absolute);
    double weightLoss = 0;
    double[] totals = new double[2];
    Map<String, double[]> gradients = new LinkedHashMap<>();
    for (int step = 0; step < steps(); step++) {
      weightLoss += weightStep(order, step, absolute, rate, temperature);
      architectureStep(step, absolute, temperature, totals, gradients);
    }
    List<SearchEpoch.Expansion> expansions = expand(epoch + 1);
    double seconds = (System.nanoTime() - start) * 1e-9;
    gradients.values().forEach(g -> java.util.Arrays.setAll(g, i -> g[i] / steps()));
    return report(
        "search",
        epoch + 1,
        preset.searchEpochs(),
        temperature,
        weightLoss / steps(),
        totals[0] / steps(),
        totals[1] / (steps() * batch()),
        gradients,
        expansions,
        2.0 * steps() * batch() / seconds,
        seconds);
  }

  /** SPEC 1.10, step 1: a new sample, cross-entropy on the weight half, SGD. */
  private double weightStep(int[] order, int step, int epoch, double rate, double temperature) {
    int[] chosen = java.util.Arrays.copyOfRange(order, step * batch(), (step + 1) * batch());
    long stepSeed = BatchMaker.seed(seed, epoch, 2 * step);
    try (PointerScope scope = new PointerScope()) {
      Map<String, Choice> choices = sample(temperature, stepSeed, false).choices();
      Tensor loss =
          torch.cross_entropy_loss(
              superNet.forward(images(weightHalf, chosen, stepSeed), choices, true),
              Tensor.create(weightHalf.labels(chosen)));
      double value = loss.item_double();
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(
            "search diverged in epoch "
                + (epoch + 1)
                + ", step "
                + (step + 1)
                + ": loss "
                + value
                + " at learning rate "
                + rate);
      }
      loss.backward();
      state.sgd().step(state.weights().trainable(), rate);
      state.weights().quantizers().constrain();
      superNet.release();
      return value;
    }
  }

  /** SPEC 1.10, step 2: a new sample, cross-entropy on the other half and log cost, Adam. */
  private void architectureStep(
      int step, int epoch, double temperature, double[] totals, Map<String, double[]> sums) {
    long stepSeed = BatchMaker.seed(seed, epoch, 2 * step + 1);
    Random random = new Random(stepSeed);
    int[] chosen = random.ints(batch(), 0, architectureHalf.size()).toArray();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    requireWeightGradients(false);
    try (PointerScope scope = new PointerScope()) {
      ArchitectureSample sample = sample(temperature, stepSeed, true);
      Tensor target = Tensor.create(architectureHalf.labels(chosen));
      Tensor logits =
          superNet.forward(images(architectureHalf, chosen, stepSeed), sample.choices(), true);
      Tensor loss = torch.cross_entropy_loss(logits, target);
      loss.backward();
      totals[0] += loss.item_double();
      totals[1] +=
          torch
              .eq(torch.argmax(logits.detach(), new LongOptional(1), false), target)
              .sum()
              .item_double();
      gradients.putAll(sample.logitGradients());
    } finally {
      requireWeightGradients(true);
    }
    addCostGradients(gradients);
    gradients.forEach(
        (unit, g) -> {
          double[] sum = sums.computeIfAbsent(unit, u -> new double[g.length]);
          for (int i = 0; i < g.length; i++) {
            sum[i] += g[i];
          }
        });
    state.architecture().step(gradients, preset.architectureRate(), preset.architectureDecay());
  }

  /** SPEC 1.9, 2.4: plus or minus lambda log E[cost] while the genotype is out of its band. */
  private void addCostGradients(Map<String, double[]> gradients) {
    Costs genotype = costs.genotype(state.space(), state.architecture().genotype(state.space()));
    for (Budget budget : budgets) {
      int side = budget.side(genotype.of(budget.kind()));
      if (side == 0) {
        continue;
      }
      ExpectedCost expected = costs.expected(budget.kind(), state.space(), state.architecture());
      double factor = side * preset.costWeight() / expected.value();
      expected
          .logitGradients()
          .forEach(
              (unit, g) -> {
                double[] target = gradients.computeIfAbsent(unit, u -> new double[g.length]);
                for (int i = 0; i < g.length; i++) {
                  target[i] += factor * g[i];
                }
              });
    }
  }

  private void requireWeightGradients(boolean wanted) {
    state.weights().trainable().values().forEach(t -> t.set_requires_grad(wanted));
  }

  private ArchitectureSample sample(double temperature, long stepSeed, boolean withGradient) {
    return Sampler.INTERPOLATION.sample(
        state.space(), state.architecture(), temperature, stepSeed, withGradient);
  }

  private Tensor images(ImageDataset data, int[] chosen, long stepSeed) {
    float[] pixels = new BatchMaker(data, normalization).augmented(chosen, CROP_PAD, stepSeed);
    return Torch.channelsLast(
        Torch.tensor(pixels, chosen.length, data.channels(), data.height(), data.width()));
  }

  /** Once an epoch: every unit whose widest candidate passes the threshold gets a wider one. */
  private List<SearchEpoch.Expansion> expand(int epoch) {
    List<SearchEpoch.Expansion> made = new ArrayList<>();
    SearchSpace larger = state.space();
    for (SearchUnit unit : state.space().units().values()) {
      double[] p = state.architecture().probabilities(unit.name());
      double widest = p[p.length - 1];
      if (widest > preset.threshold() && p.length < CandidateGrid.MOST_CANDIDATES) {
        larger = larger.expanded(unit.name());
        state.architecture().expand(unit.name());
        made.add(
            new SearchEpoch.Expansion(
                epoch, unit.name(), unit.widest(), larger.unit(unit.name()).widest(), widest));
      }
    }
    if (!made.isEmpty()) {
      grow(larger, epoch);
      state.expansions().addAll(made);
    }
    return made;
  }

  private void grow(SearchSpace larger, int epoch) {
    try (NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights grown =
          state.weights().grownTo(larger, scheme, Growth.KAIMING, BatchMaker.seed(seed, epoch, -2));
      Sgd sgd = newSgd();
      sgd.prepare(grown.trainable());
      sgd.velocities()
          .forEach(
              (key, velocity) -> {
                Tensor old = state.sgd().velocities().get(key);
                if (old != null) {
                  grown.moveInto(velocity, old, key);
                }
              });
      state = state.grown(larger, grown, sgd);
      superNet = new SuperNet(larger, scheme, grown);
      superNet.skipInitialization();
    }
  }

  private boolean inBand(Costs cost) {
    return budgets.stream().allMatch(b -> b.side(cost.of(b.kind())) == 0);
  }

  private Map<String, double[]> probabilities() {
    Map<String, double[]> all = new LinkedHashMap<>();
    state.space().units().keySet().forEach(u -> all.put(u, state.architecture().probabilities(u)));
    return all;
  }

  private SearchEpoch report(
      String phase,
      int epoch,
      int epochs,
      double temperature,
      double weightLoss,
      double architectureLoss,
      double accuracy,
      Map<String, double[]> gradients,
      List<SearchEpoch.Expansion> expansions,
      double imagesPerSecond,
      double seconds) {
    Map<String, Integer> genotype = state.architecture().genotype(state.space());
    Costs cost = costs.genotype(state.space(), genotype);
    Map<CostKind, Double> expected = new LinkedHashMap<>();
    Map<CostKind, Double> whole = new LinkedHashMap<>();
    for (CostKind kind : CostKind.values()) {
      expected.put(kind, costs.expected(kind, state.space(), state.architecture()).value());
      whole.put(kind, cost.of(kind));
    }
    return new SearchEpoch(
        phase,
        epoch,
        epochs,
        temperature,
        weightLoss,
        architectureLoss,
        accuracy,
        probabilities(),
        gradients,
        expected,
        whole,
        genotype,
        inBand(cost),
        expansions,
        imagesPerSecond,
        seconds,
        Optional.empty());
  }
}
