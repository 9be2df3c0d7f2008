package dev.twobit.experiment.deployment;

import java.util.List;
import java.util.Map;

/**
 * What one export wrote.
 *
 * @param bytes of the network as a file of each format, by its name, and as {@code float}
 * @param note what who uses the file has to know
 * @param checks empty if none was asked for
 */
public record ExportResult(
    String source,
    String sourceFormat,
    String file,
    String format,
    Map<String, Long> bytes,
    Map<String, String> metadata,
    String note,
    List<Comparison> checks) {
  public ExportResult {
    bytes = Map.copyOf(bytes);
    metadata = Map.copyOf(metadata);
    checks = List.copyOf(checks);
  }

  /**
   * The written file, run, against QCDQ without optimization in ONNX Runtime.
   *
   * @param images 0 where the runtime refuses to load the file this way
   * @param largestLogitDifference over all images and logits
   * @param closeImages of {@code images}, whose logits differ by at most 1e-4 of the largest
   * @param explained where some are not: whether every code of these images that comes out
   *     otherwise than by exact integers lies half way between two, as far as float32 tells
   */
  public record Comparison(
      String run,
      int images,
      int closeImages,
      double largestLogitDifference,
      double largestLogit,
      boolean explained) {
    /** Of the largest logit: what codes that fall the other way make of a right network. */
    private static final double FAR = 0.1;

    static Comparison notLoaded(String run) {
      return new Comparison(run, 0, 0, 0, 0, false);
    }

    Comparison explained(boolean codes) {
      return new Comparison(
          run, images, closeImages, largestLogitDifference, largestLogit, codes && !allClose());
    }

    boolean allClose() {
      return closeImages == images;
    }

    /** Whether the runtime loads the file this way. */
    public boolean loaded() {
      return images > 0;
    }

    /**
     * All are close, or the codes of the others are explained, and half of the images are close or
     * no logit is far off: where steps are round numbers, most images have sums half way. A way
     * that a format's note warns of does not count.
     */
    public boolean passed() {
      boolean near = largestLogitDifference <= FAR * largestLogit;
      return allClose() || explained && (near || 2 * closeImages >= images);
    }
  }

  public boolean passed() {
    return checks.stream().allMatch(Comparison::passed);
  }
}
