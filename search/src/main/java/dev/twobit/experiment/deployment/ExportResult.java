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
   * @param explainedImages of the others, whose every code that comes out otherwise than by exact
   *     integers lies half way between two, as far as float32 tells, and whose logits follow from
   *     these codes to 1e-4
   * @param differingCodes of all images, from exact integers; {@code unexplainedCodes} of them
   */
  public record Comparison(
      String run,
      int images,
      int closeImages,
      int explainedImages,
      long differingCodes,
      long unexplainedCodes,
      double largestLogitDifference,
      double largestLogit) {

    static Comparison notLoaded(String run) {
      return new Comparison(run, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether the runtime loads the file this way. */
    public boolean loaded() {
      return images > 0;
    }

    /**
     * All are close or explained, and no code is without explanation; a way that a format's note
     * warns of does not count.
     */
    public boolean passed() {
      return closeImages + explainedImages == images && unexplainedCodes == 0;
    }
  }

  public boolean passed() {
    return checks.stream().allMatch(Comparison::passed);
  }
}
