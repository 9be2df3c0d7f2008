package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.QuotedText;
import dev.twobit.network.Resampling;
import dev.twobit.network.Resampling.Coordinates;
import dev.twobit.network.Resampling.Mode;
import dev.twobit.network.Resampling.Rounding;
import dev.twobit.network.TensorShape;
import java.util.Arrays;

/** Resize of the plane, and Upsample, which it was up to opset 9. */
final class ResizeOperator {
  private ResizeOperator() {}

  static void upsample(OnnxNode node, ImportContext context) {
    float[] scales =
        node.hasInput(1)
            ? Gathering.floats(context.requireValues(node, 1, "scales"))
            : node.reals("scales");
    old(node, context, scales);
  }

  static void resize(OnnxNode node, ImportContext context) {
    if (context.opset() < 11) {
      old(node, context, Gathering.floats(context.requireValues(node, 1, "scales")));
      return;
    }
    TensorShape in = context.planes(node);
    if (node.integer("antialias", 0) != 0
        || node.integer("exclude_outside", 0) != 0
        || !node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw new UnsupportedOperatorException(
          "antialias, exclude_outside and keep_aspect_ratio_policy are not supported");
    }
    Coordinates coordinates = coordinates(node);
    Mode mode = mode(node.text("mode", "nearest"));
    Rounding rounding = rounding(node);
    if (node.text("coordinate_transformation_mode", "half_pixel").equals("tf_half_pixel_for_nn")) {
      if (mode != Mode.NEAREST || rounding != Rounding.FLOOR) {
        throw new UnsupportedOperatorException("tf_half_pixel_for_nn that does not round down");
      }
      rounding = Rounding.ROUND_PREFER_CEIL; // (x + 1/2) / s rounded down
    }
    boolean bySize = node.hasInput(3);
    if (bySize) {
      int[] sizes = placed(node, context, in, context.requireValues(node, 3, "sizes").integers());
      requirePlane(node, sizes[0] == in.dim(0) && sizes[1] == in.dim(1));
      put(
          node,
          context,
          new Resampling(
              mode,
              coordinates,
              rounding,
              (float) sizes[2] / in.height(),
              (float) sizes[3] / in.width(),
              true),
          sizes[2],
          sizes[3]);
      return;
    }
    float[] scales = Gathering.floats(context.requireValues(node, 2, "scales"));
    if (node.has("axes")) {
      float[] all = {1, 1, 1, 1};
      int[] axes = axes(node, in, scales.length);
      for (int i = 0; i < axes.length; i++) {
        all[axes[i]] = scales[i];
      }
      scales = all;
    }
    scaled(node, context, mode, coordinates, rounding, scales);
  }

  /** Positions are x / s, rounded down, or up where the plane shrinks. */
  private static void old(OnnxNode node, ImportContext context, float[] scales) {
    boolean shrinks = false;
    for (float scale : scales) {
      shrinks |= scale < 1;
    }
    scaled(
        node,
        context,
        mode(node.text("mode", "nearest")),
        Coordinates.ASYMMETRIC,
        shrinks ? Rounding.CEIL : Rounding.FLOOR,
        scales);
  }

  private static void scaled(
      OnnxNode node,
      ImportContext context,
      Mode mode,
      Coordinates coordinates,
      Rounding rounding,
      float[] scales) {
    TensorShape in = context.planes(node);
    if (scales.length != 4) {
      throw node.error("scales: found " + scales.length + " values for the input " + in);
    }
    requirePlane(node, scales[0] == 1 && scales[1] == 1);
    put(
        node,
        context,
        new Resampling(mode, coordinates, rounding, scales[2], scales[3], false),
        extent(node, in.height(), scales[2]),
        extent(node, in.width(), scales[3]));
  }

  private static int extent(OnnxNode node, int in, float scale) {
    if (!(scale > 0) || in * scale >= 1 << 24 || (int) (in * scale) < 1) {
      throw node.error("scales: found " + scale + " for an extent of " + in);
    }
    return (int) (in * scale);
  }

  private static void put(
      OnnxNode node, ImportContext context, Resampling resampling, int height, int width) {
    TensorShape in = context.shape(node, 0);
    if (height < 1 || width < 1) {
      throw node.error("output would be " + height + "x" + width + ", expected at least 1x1");
    }
    if (height == in.height()
        && width == in.width()
        && resampling.scaleHeight() == 1
        && resampling.scaleWidth() == 1) {
      context.alias(node);
      return;
    }
    context.add(
        node,
        new Layer.Resize(node.name(), context.tensor(node, 0), node.output(), resampling),
        TensorShape.of(in.dim(0), in.channels(), height, width));
  }

  /** Sizes of all axes; {@code axes} names those that are given. */
  private static int[] placed(OnnxNode node, ImportContext context, TensorShape in, int[] values) {
    int[] all = in.dims().stream().mapToInt(Integer::intValue).toArray();
    int[] axes = axes(node, in, values.length);
    for (int i = 0; i < axes.length; i++) {
      all[axes[i]] = values[i];
    }
    return all;
  }

  private static int[] axes(OnnxNode node, TensorShape in, int count) {
    int[] axes =
        Arrays.stream(node.integers("axes", 0, 1, 2, 3))
            .map(a -> ShapeOperators.axis(node, a, in.rank()))
            .toArray();
    if (axes.length != count) {
      throw node.error("found " + count + " scales or sizes for " + axes.length + " axes");
    }
    return axes;
  }

  private static Mode mode(String text) {
    return switch (text) {
      case "nearest" -> Mode.NEAREST;
      case "linear", "bilinear" -> Mode.LINEAR;
      default ->
          throw new UnsupportedOperatorException(
              "mode '" + QuotedText.name(text) + "' is not supported; expected nearest or linear");
    };
  }

  private static Coordinates coordinates(OnnxNode node) {
    String text = node.text("coordinate_transformation_mode", "half_pixel");
    return switch (text) {
      case "half_pixel", "tf_half_pixel_for_nn" -> Coordinates.HALF_PIXEL;
      case "pytorch_half_pixel" -> Coordinates.PYTORCH_HALF_PIXEL;
      case "align_corners" -> Coordinates.ALIGN_CORNERS;
      case "asymmetric" -> Coordinates.ASYMMETRIC;
      default ->
          throw new UnsupportedOperatorException(
              "coordinate_transformation_mode '"
                  + QuotedText.name(text)
                  + "' is not supported; expected half_pixel, pytorch_half_pixel, align_corners or"
                  + " asymmetric");
    };
  }

  private static Rounding rounding(OnnxNode node) {
    String text = node.text("nearest_mode", "round_prefer_floor");
    return switch (text) {
      case "round_prefer_floor" -> Rounding.ROUND_PREFER_FLOOR;
      case "round_prefer_ceil" -> Rounding.ROUND_PREFER_CEIL;
      case "floor" -> Rounding.FLOOR;
      case "ceil" -> Rounding.CEIL;
      default -> throw node.error("nearest_mode: found '" + QuotedText.name(text) + "'");
    };
  }

  private static void requirePlane(OnnxNode node, boolean plane) {
    if (!plane) {
      throw new UnsupportedOperatorException("batch or channels are resized; expected H and W");
    }
  }
}
