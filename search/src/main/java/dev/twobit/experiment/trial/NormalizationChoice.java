package dev.twobit.experiment.trial;

import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.training.data.BalancedChoice;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the weights in a file do on training images under each normalization they may have been
 * trained with: which one it was, their file does not tell.
 *
 * @param tried at least one, in the order tried
 * @param images the same training images for each, of every class their share
 */
public record NormalizationChoice(List<Tried> tried, int images) {
  private static final int MOST_IMAGES = 2_000;
  private static final int LEAST_IMAGES = 250;

  /** What one normalization may take: half a minute or so. */
  private static final double MOST_MACS = 4e11;

  private static final int COLORS = 3;

  public NormalizationChoice {
    tried = List.copyOf(tried);
  }

  /**
   * One of them.
   *
   * @param normalization as it can be given again; {@code auto}: measured on the training images
   * @param top1Percent on the training images, 0..100
   */
  public record Tried(String normalization, double top1Percent) {}

  /**
   * By ONNX Runtime on the file itself.
   *
   * @param images whose training images are used: 2,000 of them, fewer (at least 250) where the
   *     network is large
   * @param asked {@code auto}: measured, imagenet, cifar, unit and none are compared, the published
   *     ones on images of three channels; any other is the only one
   */
  public static NormalizationChoice of(
      PreparedNetwork network, PreparedData images, String asked, int threads) {
    int channels = images.train().channels();
    List<String> names = new ArrayList<>(List.of(asked));
    if (asked.equals(PreparedData.MEASURED)) {
      names.addAll(channels == COLORS ? List.of("imagenet", "cifar") : List.of());
      names.addAll(List.of("unit", "none"));
    }
    ImageDataset some = some(network.imported(), images.train());
    List<Tried> tried =
        names.stream()
            .map(n -> new Tried(n, top1(network, some, images.normalized(n), threads)))
            .toList();
    return new NormalizationChoice(tried, some.size());
  }

  private static ImageDataset some(Network network, ImageDataset train) {
    long macs = Math.max(1, CostSummary.of(network).macs());
    int count = (int) Math.min(MOST_IMAGES, Math.max(LEAST_IMAGES, MOST_MACS / macs));
    return train.subset("compared", BalancedChoice.of(train, Math.min(count, train.size())));
  }

  /** Top-1 by ONNX Runtime on the file, 0..100. */
  static double top1(
      PreparedNetwork network, ImageDataset data, Normalization normalization, int threads) {
    Network imported = network.imported();
    float[][] logits =
        OnnxClassifier.logits(
            network.source(),
            imported.shape(imported.inputs().get(0)),
            data,
            normalization,
            threads);
    return OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), data);
  }

  /** The first of those with the highest accuracy. */
  public Tried best() {
    Tried best = tried.get(0);
    for (Tried t : tried) {
      best = t.top1Percent() > best.top1Percent() ? t : best;
    }
    return best;
  }

  /** For a person: every one with its accuracy. */
  public String described() {
    return tried.stream()
        .map(
            t ->
                String.format(Locale.ROOT, "%s %.1f %%", shown(t.normalization()), t.top1Percent()))
        .collect(Collectors.joining(", "));
  }

  /** What a normalization is called in sentences. */
  public static String shown(String normalization) {
    return normalization.equals(PreparedData.MEASURED) ? "measured" : normalization;
  }
}
