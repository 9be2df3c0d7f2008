package dev.twobit.search.slimmable;

import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.CalibratedParts;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.KeptPartLosses;
import dev.twobit.search.contest.PartJudge;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * A super-net of prefix slices as a judge of maximal networks (search/docs/methods.md#slimmable),
 * and the final.
 */
public final class Slimmable {
  /** Its name in options and results. */
  public static final String NAME = "slimmable";

  /** Held-out images that the widest network is looked at with after every epoch. */
  private static final int WATCHED_IMAGES = 250;

  private static final double CHECKPOINT_MINUTES = 5;

  private Slimmable() {}

  /**
   * The method.
   *
   * @param uniform finds the best uniform scaling within the budgets
   */
  public static SearchMethod method(
      SearchSettings settings, ComparedSearch.Running running, SearchMethod uniform) {
    return new ComparedSearch(NAME, settings, running, uniform, Slimmable::plan);
  }

  private static ComparedSearch.Plan plan(ComparedSearch.Scene scene) {
    SearchTask task = scene.task();
    MaximalNetworks maximal =
        MaximalNetworks.of(scene.space(), task.costs(), task.budgets(), task.seed());
    Optional<TrainedParent> parent = TrainedJudge.parent(task, scene.space());
    return new ComparedSearch.Plan(
        TrainedJudge.of(scene, parent),
        new Slices(
            scene,
            maximal,
            (reference, networks, jury) -> trained(scene, networks, parent, reference, jury)));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // fresh weights have none
  private static PartJudge trained(
      ComparedSearch.Scene scene,
      List<Map<String, Integer>> networks,
      Optional<TrainedParent> parent,
      Entrant reference,
      Jury jury)
      throws IOException {
    SearchTask task = scene.task();
    ImageDataset images = HeldOut.of(task, scene.settings()).of(HeldOut.Part.RUNGS);
    SlimmableNet net =
        SlimmableNet.of(scene, parent, extreme(scene, networks, reference, Math::max));
    train(scene, net, sandwich(scene, net, networks, reference), images);
    int passes = 2 + scene.settings().slimmable().slimmableDraws();
    jury.trained((long) passes * scene.settings().slimmable().slimmableEpochs());
    return KeptPartLosses.of(
        new CalibratedParts(net::part, task, images), scene.stop(), beside(scene, "-parts.json"));
  }

  private static Sandwich sandwich(
      ComparedSearch.Scene scene,
      SlimmableNet net,
      List<Map<String, Integer>> networks,
      Entrant reference) {
    return new Sandwich(
        net,
        extreme(scene, networks, reference, Math::min),
        reference.widths(),
        networks,
        scene.settings().slimmable().slimmableDraws(),
        scene.task().seed());
  }

  /** Of every unit the widest, or the narrowest, that any of the networks has. */
  static Map<String, Integer> extreme(
      ComparedSearch.Scene scene,
      List<Map<String, Integer>> networks,
      Entrant reference,
      IntBinaryOperator which) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    scene
        .space()
        .units()
        .forEach(
            (name, unit) -> {
              int width = reference.widths().getOrDefault(name, unit.nominal());
              for (Map<String, Integer> network : networks) {
                width = which.applyAsInt(width, network.getOrDefault(name, width));
              }
              widths.put(name, width);
            });
    return widths;
  }

  private static void train(
      ComparedSearch.Scene scene, SlimmableNet net, Sandwich sandwich, ImageDataset images)
      throws IOException {
    SearchTask task = scene.task();
    TrainingRecipe recipe =
        task.start()
            .recipe()
            .withEpochs(scene.settings().slimmable().slimmableEpochs())
            .withRateFactor(scene.settings().slimmable().slimmableRate())
            .withSeedAndThreads(task.seed(), task.threads());
    int watched = Math.min(WATCHED_IMAGES, images.size());
    Trainer trainer =
        new Trainer(
            net.whole(),
            recipe,
            task.train(),
            images.subset("watched", IntStream.range(0, watched).toArray()),
            task.normalization(),
            new Trainer.Extras(
                    task.start().teacher(),
                    new CheckpointInterval(0, CHECKPOINT_MINUTES),
                    scene.stop(),
                    scene.progress()::say,
                    sandwich)
                .watchedBy(at -> scene.progress().step("super-net", at)));
    trainer.run(
        beside(scene, "-supernet"),
        epoch ->
            scene
                .progress()
                .say(
                    String.format(
                        Locale.ROOT,
                        "super-net epoch %d/%d  loss of the widest %.4f",
                        epoch.epoch(),
                        epoch.epochs(),
                        epoch.trainLoss())));
  }

  private static Path beside(ComparedSearch.Scene scene, String end) {
    return scene.checkpoint().resolveSibling(scene.checkpoint().getFileName() + end);
  }
}
