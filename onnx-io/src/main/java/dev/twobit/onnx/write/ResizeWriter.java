package dev.twobit.onnx.write;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Resampling;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.List;
import java.util.Locale;

/** Resize by its size, or by its scales where the file had those or the batch is open. */
record ResizeWriter(Network network, GraphWriter graph) {

  /**
   * @param in shape of what it reads
   */
  void write(Layer.Resize layer, TensorShape in) {
    Resampling r = layer.resampling();
    TensorShape out = network.shape(layer.output());
    String name = layer.name();
    List<String> inputs =
        r.bySize() && !network.dynamicBatch()
            ? List.of(layer.input(), "", "", graph.integers(name + ".sizes", out.dims()))
            : List.of(
                layer.input(),
                "",
                graph.floats(
                    name + ".scales",
                    WeightTensor.vector(
                        1,
                        1,
                        reaching(r.scaleHeight(), in.height(), out.height()),
                        reaching(r.scaleWidth(), in.width(), out.width()))));
    boolean nearest = r.mode() == Resampling.Mode.NEAREST;
    graph.node(
        "Resize",
        name,
        inputs,
        layer.output(),
        Attribute.of("mode", nearest ? "nearest" : "linear"),
        Attribute.of(
            "coordinate_transformation_mode", r.coordinates().name().toLowerCase(Locale.ROOT)),
        Attribute.of(
            "nearest_mode",
            nearest ? r.rounding().name().toLowerCase(Locale.ROOT) : "round_prefer_floor"));
  }

  /** The scale, or one step of float32 above it if that one rounds down to a smaller extent. */
  private static float reaching(float scale, int in, int out) {
    return (int) (in * scale) < out ? Math.nextUp(scale) : scale;
  }
}
