package dev.twobit.search.bits;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.HessianSettings;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * HAWQ (Dong et al. 2019, 2020; search/docs/methods.md#hawq): bits of layers by how curved the loss
 * of the trained float network is in their weights, times what rounding takes away, the least sum
 * within the budgets.
 */
public final class Hawq implements SearchMethod {
  /** Its name in options and results. */
  public static final String NAME = "hawq";

  private final SearchSettings settings;
  private final ComparedSearch.Running running;

  public Hawq(SearchSettings settings, ComparedSearch.Running running) {
    this.settings = settings;
    this.running = running;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    problem(task);
  }

  private BitProblem problem(SearchTask task) {
    BitProblem problem = BitProblem.of(NAME, task, settings.bits().bitCandidates());
    boolean both = settings.hessian().hessianOf() == HessianSettings.Operands.BOTH;
    if (problem.space().hasPairs() && !both) {
      throw new InvalidInputException(
          "--set bit-candidates: found '"
              + settings.bits().bitCandidates()
              + "' with hessian-of weights, to which bits of activations are no matter; expected"
              + " the same bits of both, or --set hessian-of=both");
    }
    if (settings.hessian().hessianFigure() == HessianSettings.Figure.EIGENVALUE && both) {
      throw new InvalidInputException(
          "--set hessian-of: found 'both' with hessian-figure eigenvalue, expected weights");
    }
    return problem;
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    BitProblem problem = problem(task);
    // Before anything is measured: sums depend on how they are divided.
    Torch.useThreads(task.threads());
    Path files = running.scores().orElse(checkpoint);
    Network trained = FloatWeights.of(task, beside(files, "-float"), running.stop(), progress);
    Map<String, Double> figures = new LinkedHashMap<>();
    double[][] losses = losses(problem, trained, files, progress, figures);
    List<BitFrontier.Choice> frontier = BitFrontier.of(losses, problem.terms(), problem.limits());
    figures.put("choices that none is better than, within the sums", (double) frontier.size());
    BitFrontier.Choice best = problem.least(frontier);
    figures.put("loss expected of the choice", best.loss());
    addUniform(problem, losses, figures);
    progress.say(NAME + ": " + problem.space().text(best.candidates()));
    return problem.found(NAME, best.candidates(), figures);
  }

  private static Path beside(Path files, String end) {
    return files.resolveSibling(files.getFileName() + end);
  }

  /** What is expected to be lost, by layer and candidate. */
  private double[][] losses(
      BitProblem problem,
      Network trained,
      Path files,
      SearchProgress progress,
      Map<String, Double> figures)
      throws IOException {
    BitSpace space = problem.space();
    List<Sensitivity> sensitivities = sensitivities(problem, trained, files, progress);
    tell(space, sensitivities, progress, figures);
    RoundingErrors errors = RoundingErrors.of(space, trained, problem.task());
    int layers = space.layers().size();
    double[][] losses = new double[layers][space.candidates().size()];
    for (int layer = 0; layer < layers; layer++) {
      for (int c = 0; c < losses[layer].length; c++) {
        losses[layer][c] = sensitivities.get(layer).loss(errors.weights(layer, c));
        if (sensitivities.size() > layers) {
          losses[layer][c] += sensitivities.get(layers + layer).loss(errors.inputs(layer, c));
        }
      }
    }
    return losses;
  }

  /** Of layers' weights, then of what they read where that counts. */
  private List<Sensitivity> sensitivities(
      BitProblem problem, Network trained, Path files, SearchProgress progress) throws IOException {
    SearchTask task = problem.task();
    List<String> layers = problem.space().layers();
    boolean inputs = settings.hessian().hessianOf() == HessianSettings.Operands.BOTH;
    Curvature curvature =
        new Curvature(
            trained,
            layers,
            new Curvature.Sample(
                task.train(),
                task.normalization(),
                settings.hessian().hessianImages(),
                task.seed()),
            inputs);
    String measured =
        "%s of %s, %d a layer, %d images a probe, seed %d"
            .formatted(
                settings.hessian().hessianFigure(),
                layers,
                inputs ? 2 : 1,
                settings.hessian().hessianImages(),
                task.seed());
    KeptCurvature kept =
        new KeptCurvature(beside(files, "-curvature.json"), measured, running.stop(), progress);
    return switch (settings.hessian().hessianFigure()) {
      case TRACE -> {
        List<double[]> probes = kept.parts(settings.hessian().hessianProbes(), curvature::probe);
        long[] sizes = curvature.sizes();
        List<Sensitivity> means = new ArrayList<>();
        for (int part = 0; part < sizes.length; part++) {
          means.add(Sensitivity.ofTrace(probes, part, sizes[part]));
        }
        yield means;
      }
      case EIGENVALUE ->
          kept
              .parts(
                  layers.size(),
                  layer ->
                      new double[] {
                        curvature.topEigenvalue(layer, settings.hessian().hessianProbes())
                      })
              .stream()
              .map(value -> new Sensitivity(Math.abs(value[0]), 0))
              .toList();
    };
  }

  private void tell(
      BitSpace space,
      List<Sensitivity> sensitivities,
      SearchProgress progress,
      Map<String, Double> figures) {
    boolean trace = settings.hessian().hessianFigure() == HessianSettings.Figure.TRACE;
    String what = trace ? "mean Hessian trace" : "top Hessian eigenvalue";
    for (int i = 0; i < sensitivities.size(); i++) {
      int layers = space.layers().size();
      String of = space.layers().get(i % layers) + (i < layers ? "" : "'s input");
      Sensitivity s = sensitivities.get(i);
      figures.put(what + ", " + of, s.value());
      if (trace) {
        figures.put(what + ", " + of + ": standard error", s.standardError());
      }
      progress.say(
          String.format(Locale.ROOT, "%s of %s: %.4g", what, of, s.value())
              + (trace ? String.format(Locale.ROOT, " ± %.2g", s.standardError()) : ""));
    }
  }

  /** The most bits that all layers can have within the budgets, for comparison. */
  private static void addUniform(
      BitProblem problem, double[][] losses, Map<String, Double> figures) {
    BitSpace space = problem.space();
    for (int c = 0; c < space.candidates().size(); c++) {
      if (problem.fits(space.uniform(c))) {
        double loss = 0;
        for (double[] layer : losses) {
          loss += layer[c];
        }
        figures.put(
            "loss expected of " + space.candidates().get(c).text() + " bits everywhere", loss);
      }
    }
  }
}
