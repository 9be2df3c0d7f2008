package dev.twobit.search.contest;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.WidthJudge;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Judges widths by the network that inherits the task's trained weights and is calibrated, not
 * trained: its cross-entropy on the held-out images that a final does not use.
 */
public final class InheritedLosses implements WidthJudge {
  private static final Sieve ALL_IMAGES = Sieve.ALL.get(Sieve.ALL.size() - 1);

  /** Networks. */
  private static final int TOLD_EVERY = 20;

  private final SearchSettings settings;
  private final StopRequest stop;
  private int judged;

  public InheritedLosses(SearchSettings settings, StopRequest stop) {
    this.settings = settings;
    this.stop = stop;
  }

  @Override
  public void check(SearchTask task) {
    if (task.start().trained().isEmpty()) {
      throw new InvalidInputException(
          "--set projection=judge: found fresh weights, expected those of a trained file (--init"
              + " imported): untrained networks are judged by what they inherit");
    }
    HeldOut.of(task, settings);
  }

  @Override
  public ToDoubleFunction<Map<String, Integer>> losses(
      SearchTask task, Path checkpoint, SearchProgress progress) throws IOException {
    SearchSpace space = task.space(settings);
    Judge judge =
        TrainedJudge.of(
            new ComparedSearch.Scene(
                task, settings, space, List.of(), checkpoint, stop, epoch -> {}),
            TrainedJudge.parent(task, space));
    PartJudge kept =
        KeptPartLosses.of(
            (widths, sieve) -> {
              judged++;
              if (judged % TOLD_EVERY == 0) {
                progress.say("projection: " + judged + " networks scored without training");
              }
              return untrained(judge, widths, task.seed());
            },
            stop,
            checkpoint.resolveSibling(checkpoint.getFileName() + "-projection.json"));
    return widths -> kept.loss(widths, ALL_IMAGES);
  }

  private static double untrained(Judge judge, Map<String, Integer> widths, long seed) {
    try {
      return judge.judge(new Judging(widths, 0, seed, HeldOut.Part.RUNGS)).meanCrossEntropy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
