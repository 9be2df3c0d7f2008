package dev.twobit.onnx;

import static dev.twobit.onnx.OneOperator.fixed;
import static dev.twobit.onnx.OneOperator.floats;
import static dev.twobit.onnx.OneOperator.ints;
import static dev.twobit.onnx.OneOperator.of;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Resize and Upsample, in every mode that is read. */
final class ResizeCases {
  private static final TensorShape IMAGE = TensorShape.of(1, 4, 7, 6);

  private ResizeCases() {}

  static List<OneOperator> resizes() {
    List<OneOperator> cases = new ArrayList<>();
    for (String mode : List.of("nearest", "linear")) {
      Attribute named = Attribute.of("mode", mode);
      cases.add(
          of(
              "Upsample, attribute, " + mode,
              7,
              IMAGE,
              g -> g.last("Upsample", x(), named, floats("scales", 1, 1, 2, 3))));
      cases.add(
          of(
              "Upsample, input, " + mode,
              9,
              IMAGE,
              g -> g.last("Upsample", List.of("x", g.floats(1, 1, 2, 2)), named)));
      for (float scale : new float[] {2, 1.5f, 0.6f}) {
        cases.add(
            of(
                "Resize by " + scale + ", " + mode,
                10,
                IMAGE,
                g -> g.last("Resize", List.of("x", g.floats(1, 1, scale, scale)), named)));
      }
      for (int opset : new int[] {11, 13, 18, 26}) {
        cases.add(
            fixed(
                "Resize to a size, " + mode,
                opset,
                IMAGE,
                g ->
                    g.last(
                        "Resize",
                        List.of(
                            "x",
                            opset == 11 ? g.floats() : "",
                            opset == 11 ? g.floats() : "",
                            g.integers(1, 4, 11, 13)),
                        named)));
      }
      cases.add(
          of(
              "Resize of named axes, " + mode,
              18,
              IMAGE,
              g ->
                  g.last(
                      "Resize",
                      List.of("x", "", "", g.integers(13, 10)),
                      named,
                      ints("axes", 3, 2))));
      for (String coordinates :
          List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
        for (float scale : new float[] {2, 1.7f, 0.5f, 0.2f}) {
          cases.add(
              of(
                  "Resize by " + scale + ", " + mode + ", " + coordinates,
                  13,
                  IMAGE,
                  g ->
                      g.last(
                          "Resize",
                          List.of("x", "", g.floats(1, 1, scale, scale)),
                          named,
                          Attribute.of("coordinate_transformation_mode", coordinates))));
        }
      }
    }
    for (String rounding : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
      for (String coordinates : List.of("half_pixel", "asymmetric")) {
        cases.add(
            of(
                "Resize, " + rounding + ", " + coordinates,
                13,
                IMAGE,
                g ->
                    g.last(
                        "Resize",
                        List.of("x", "", g.floats(1, 1, 2, 1.5f)),
                        Attribute.of("nearest_mode", rounding),
                        Attribute.of("coordinate_transformation_mode", coordinates))));
      }
    }
    cases.add(
        of(
            "Resize, tf_half_pixel_for_nn",
            11,
            IMAGE,
            g ->
                g.last(
                    "Resize",
                    List.of("x", g.floats(), g.floats(1, 1, 2, 1.5f)),
                    Attribute.of("nearest_mode", "floor"),
                    Attribute.of("coordinate_transformation_mode", "tf_half_pixel_for_nn"))));
    return cases;
  }

  private static List<String> x() {
    return List.of("x");
  }
}
