package dev.twobit.network;

import dev.twobit.network.Sketch.Drawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives single layers other widths with nothing that follows by itself, and sees if all fits. */
final class RawNetwork {
  private RawNetwork() {}

  /**
   * @param widths of the changed layers; every other layer writes what it wrote
   */
  static boolean fits(Drawn drawn, Map<String, Integer> widths) {
    Network network = drawn.network();
    Map<String, TensorShape> shapes = new HashMap<>();
    network.inputs().forEach(t -> shapes.put(t, network.shape(t)));
    try {
      for (Layer layer : network.layers()) {
        List<TensorShape> in = layer.inputs().stream().map(shapes::get).toList();
        Layer changed = changed(layer, in.get(0), drawn, widths);
        shapes.put(layer.output(), ShapeJudge.output(changed, in));
      }
    } catch (ShapeJudge.Misfit e) {
      return false;
    }
    return network.outputs().stream().allMatch(t -> network.shape(t).equals(shapes.get(t)));
  }

  private static Layer changed(
      Layer layer, TensorShape in, Drawn drawn, Map<String, Integer> widths) {
    if (layer instanceof Layer.Convolution c) {
      int out = widths.getOrDefault(c.name(), c.outputChannels());
      int groups = c.groups();
      if (c.isDepthwise()) {
        groups = out / (c.outputChannels() / c.inputChannels());
      }
      // Convolutions in groups that keep the number of channels are tied by definition.
      boolean keeps = c.groups() > 1 && c.inputChannels() == c.outputChannels();
      if (keeps && in.channels() != out || c.isDepthwise() && groups != in.channels()) {
        throw new ShapeJudge.Misfit(c.name());
      }
      return new Layer.Convolution(
          c.name(), c.input(), c.output(), in.channels(), out, c.window(), groups, c.hasBias());
    }
    if (layer instanceof Layer.TransposedConvolution t) {
      return new Layer.TransposedConvolution(
          t.name(),
          t.input(),
          t.output(),
          in.channels(),
          t.outputChannels(),
          t.window(),
          t.groups(),
          t.hasBias());
    }
    if (layer instanceof Layer.FullyConnected f) {
      return f.withFeatures(in.dim(-1), widths.getOrDefault(f.name(), f.outputFeatures()));
    }
    if (layer instanceof Layer.BatchNormalization b) {
      return b.withChannels(in.channels());
    }
    if (layer instanceof Layer.Reshape r) {
      List<Integer> template = drawn.templates().getOrDefault(r.name(), List.of());
      return new Layer.Reshape(r.name(), r.input(), r.output(), Sketch.filled(template, in));
    }
    if (layer instanceof Layer.ConstantArithmetic a && a.constantShape().channels() > 1) {
      List<Integer> dims = new ArrayList<>(a.constantShape().dims());
      dims.set(1, in.channels());
      return new Layer.ConstantArithmetic(
          a.name(), a.input(), a.output(), a.operation(), new TensorShape(dims));
    }
    return layer;
  }
}
