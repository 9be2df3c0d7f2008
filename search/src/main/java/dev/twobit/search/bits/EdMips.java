package dev.twobit.search.bits;

import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.Bits;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Calibration;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Initializer;
import dev.twobit.training.OptimizerChoice;
import dev.twobit.training.StopRequest;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * EdMIPS (Cai and Vasconcelos 2020; search/docs/methods.md#edmips): layers compute with all their
 * candidate bits at once, weighted by preferences that learn together with the weights, from the
 * loss and from what the bits cost; then the most preferred bits within the budgets.
 */
public final class EdMips implements SearchMethod {
  /** Its name in options and results. */
  public static final String NAME = "edmips";

  /** Of 128 images, for statistics of batch normalization. */
  private static final int STATISTICS_BATCHES = 20;

  /** Training images that are looked at after every epoch: whether it diverged. */
  private static final int WATCHED = 250;

  private static final double CHECKPOINT_MINUTES = 5;

  private final SearchSettings settings;
  private final StopRequest stop;

  public EdMips(SearchSettings settings, StopRequest stop) {
    this.settings = settings;
    this.stop = stop;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    BitProblem.of(NAME, task, settings.bits().bitCandidates());
    rateFactor(task);
  }

  /**
   * Of preferences beside what else the optimizer moves so: their gradients are scaled by it.
   * Throws a one-line error for a recipe whose steps do not follow the size of gradients.
   */
  private double rateFactor(SearchTask task) {
    TrainingRecipe.Optimization recipe = task.start().recipe().optimization();
    if (recipe.optimizer().kind() != OptimizerChoice.Kind.SGD) {
      throw new InvalidInputException(
          "--set preference-rate: found a recipe with "
              + recipe.optimizer().kind().name().toLowerCase(Locale.ROOT)
              + ", expected sgd, whose steps are as large as gradients: preferences have a rate of"
              + " their own");
    }
    double others = recipe.learningRate().peak() * recipe.groups().quantizerRateFactor();
    return others == 0 ? 0 : settings.mixed().preferenceRate() / others;
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    BitProblem problem = BitProblem.of(NAME, task, settings.bits().bitCandidates());
    // Before anything is measured: sums depend on how they are divided.
    Torch.useThreads(task.threads());
    MixedNetwork mixed = start(problem.space(), task);
    CostPull pull =
        new CostPull(mixed, terms(problem), settings.mixed().bitCostWeight(), rateFactor(task));
    train(task, mixed, pull, checkpoint, progress);
    double[][] losses = losses(mixed.shares());
    int[] preferred = preferred(losses);
    int[] chosen =
        problem.least(BitFrontier.of(losses, problem.terms(), problem.limits())).candidates();
    progress.say(NAME + ": " + problem.space().text(chosen));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("expected cost in the end, share of the limit", pull.expected().value());
    figures.put(
        "layers that the budgets made take other bits than the preferred ones",
        (double) IntStream.range(0, chosen.length).filter(i -> chosen[i] != preferred[i]).count());
    for (int layer = 0; layer < chosen.length; layer++) {
      figures.put(
          "preference for the bits of " + problem.space().layers().get(layer),
          Math.exp(-losses[layer][chosen[layer]]));
    }
    return problem.found(NAME, chosen, figures);
  }

  private MixedNetwork start(BitSpace space, SearchTask task) {
    Optional<TrainedWeights> trained = task.start().trained();
    Network from =
        trained
            .map(TrainedWeights::network)
            .orElseGet(() -> Initializer.initialize(task.network(), task.seed()));
    MixedNetwork mixed = MixedNetwork.of(space, from, task.scheme());
    if (trained.isPresent()) {
      Calibration.of(mixed.model(), task.train(), task.normalization(), STATISTICS_BATCHES);
    }
    mixed.model().withPrecision(task.precision());
    return mixed;
  }

  /** What bits cost, as a share of the limit: by simulated latency or by bit operations. */
  private List<BitTerm> terms(BitProblem problem) {
    return switch (settings.mixed().bitCost()) {
      case LATENCY -> problem.shares();
      case BITOPS -> bitOperations(problem);
    };
  }

  /**
   * MACs times bits of both operands, of the layers that are chosen for, as a share of what the
   * bits asked for come to.
   */
  private static List<BitTerm> bitOperations(BitProblem problem) {
    BitSpace space = problem.space();
    Network network = problem.task().network();
    Map<String, Bits> asked = problem.task().costs().precision(network).weighted();
    double all = 0;
    List<double[]> rows = new ArrayList<>();
    for (String layer : space.layers()) {
      double macs = CostSummary.macsOf(layer(network, layer), network);
      rows.add(
          space.candidates().stream()
              .mapToDouble(c -> macs * c.weights() * c.activations())
              .toArray());
      Bits bits = asked.getOrDefault(layer, Bits.of(Bits.MOST));
      all += macs * bits.weights() * bits.activations();
    }
    List<BitTerm> terms = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      terms.add(new BitTerm(new int[] {i}, new double[][] {rows.get(i)}).dividedBy(all));
    }
    return terms;
  }

  private static Layer layer(Network network, String name) {
    return network.layer(name).orElseThrow();
  }

  private void train(
      SearchTask task, MixedNetwork mixed, CostPull pull, Path checkpoint, SearchProgress progress)
      throws IOException {
    TrainingRecipe recipe = task.start().recipe();
    TrainingRecipe own =
        recipe
            .withEpochs(settings.mixed().mixedEpochs())
            .withSeedAndThreads(task.seed(), task.threads());
    int watched = Math.min(WATCHED, task.train().size());
    new Trainer(
            mixed.model(),
            own,
            task.train(),
            task.train().subset("watched", IntStream.range(0, watched).toArray()),
            task.normalization(),
            new Trainer.Extras(
                task.start().teacher(),
                new CheckpointInterval(0, CHECKPOINT_MINUTES),
                stop,
                progress::say,
                pull))
        .run(checkpoint, epoch -> progress.say(told(epoch, pull)));
  }

  private static String told(TrainingEpoch epoch, CostPull pull) {
    return String.format(
        Locale.ROOT,
        "%s: epoch %d of %d, loss %.4f, expected cost %.3f of the limit",
        NAME,
        epoch.epoch(),
        epoch.epochs(),
        epoch.trainLoss(),
        pull.expected().value());
  }

  /** Minus the log of the shares: the most preferred choice within limits is the least sum. */
  private static double[][] losses(double[][] shares) {
    double[][] losses = new double[shares.length][];
    for (int layer = 0; layer < shares.length; layer++) {
      losses[layer] = new double[shares[layer].length];
      for (int c = 0; c < losses[layer].length; c++) {
        losses[layer][c] = -Math.log(Math.max(Double.MIN_NORMAL, shares[layer][c]));
      }
    }
    return losses;
  }

  /** Whatever it costs. */
  private static int[] preferred(double[][] losses) {
    int[] preferred = new int[losses.length];
    for (int layer = 0; layer < losses.length; layer++) {
      for (int c = 1; c < losses[layer].length; c++) {
        if (losses[layer][c] < losses[layer][preferred[layer]]) {
          preferred[layer] = c;
        }
      }
    }
    return preferred;
  }
}
