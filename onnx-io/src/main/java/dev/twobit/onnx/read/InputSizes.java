package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sizes of a file's inputs in place of its own, open or fixed.
 *
 * @param shapes extents by input, all axes; the name may be empty where there is one input
 * @param batch images of an inference; 0 for the file's own
 */
public record InputSizes(Map<String, List<Integer>> shapes, int batch) {
  /** The file's own. */
  public static final InputSizes NONE = new InputSizes(Map.of(), 0);

  private static final Pattern EXTENTS = Pattern.compile("[0-9]+([xX,][0-9]+)*");
  private static final int MOST_DIGITS = 9;

  public InputSizes {
    SortedMap<String, List<Integer>> copy = new TreeMap<>();
    shapes.forEach((name, extents) -> copy.put(name, List.copyOf(extents)));
    shapes = java.util.Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Throws {@link InvalidInputException} in one line naming the option.
   *
   * @param texts each {@code NAME=1x3x224x224}, or without {@code NAME=}
   */
  public static InputSizes parse(List<String> texts) {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      String name = equals < 0 ? "" : text.substring(0, equals);
      if (shapes.put(name, extents(text, text.substring(equals + 1))) != null) {
        throw new InvalidInputException(
            "--input-shape: found two shapes "
                + (name.isEmpty() ? "without a name" : "of '" + QuotedText.name(name) + "'")
                + ", expected one an input");
      }
    }
    return shapes.isEmpty() ? NONE : new InputSizes(shapes, 0);
  }

  private static List<Integer> extents(String whole, String text) {
    List<Integer> extents = new ArrayList<>();
    if (EXTENTS.matcher(text).matches()) {
      for (String extent : text.split("[xX,]", -1)) {
        extents.add(extent.length() > MOST_DIGITS ? 0 : Integer.parseInt(extent));
      }
    }
    if (extents.isEmpty() || extents.contains(0) || extents.size() > TensorShape.MOST_AXES) {
      throw new InvalidInputException(
          "--input-shape: found '"
              + QuotedText.name(whole)
              + "', expected NAME=1x3x224x224, or 1x3x224x224 for the only input: extents of 1 to"
              + " 999999999");
    }
    return List.copyOf(extents);
  }

  /** The same with a batch. */
  public InputSizes withBatch(int images) {
    return new InputSizes(shapes, images);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  static String text(List<Integer> extents) {
    return extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
