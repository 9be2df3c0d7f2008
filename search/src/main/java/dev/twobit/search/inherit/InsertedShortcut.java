package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A convolution and batch normalization that a derived network has between an Add and an operand of
 * another width. They begin as what was there before, the identity: every channel that both sides
 * have is handed on, the others are zero.
 */
record InsertedShortcut(
    Layer.Convolution convolution, Layer.BatchNormalization normalization, Layer add) {
  /** Those of a derived network, by the name of the convolution. */
  static Map<String, InsertedShortcut> of(Network original, Network derived) {
    Map<String, InsertedShortcut> found = new LinkedHashMap<>();
    for (Layer.Convolution c : derived.convolutions()) {
      if (original.layer(c.name()).isEmpty()) {
        Layer behind = reader(derived, c);
        Layer.BatchNormalization b = behind.asBatchNormalization().orElseThrow();
        found.put(c.name(), new InsertedShortcut(c, b, reader(derived, b)));
      }
    }
    return found;
  }

  private static Layer reader(Network network, Layer writer) {
    return network.layers().stream()
        .filter(l -> l.inputs().contains(writer.output()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(writer.name() + ": read by nothing"));
  }

  Set<String> layers() {
    return Set.of(convolution.name(), normalization.name());
  }

  Map<String, WeightTensor> parameters(ChannelLineage lineage) {
    ChannelSources read = lineage.of(convolution.input());
    ChannelSources written = lineage.of(add.output());
    float[] weights = new float[read.size() * written.size()];
    for (int row = 0; row < written.size(); row++) {
      for (int column = 0; column < read.size(); column++) {
        boolean both = !written.grown()[row] && !read.grown()[column];
        boolean same = both && written.from()[row] == read.from()[column];
        weights[row * read.size() + column] = same ? 1 : 0;
      }
    }
    String name = normalization.name();
    int channels = written.size();
    Map<String, WeightTensor> result = new HashMap<>();
    result.put(
        convolution.name() + ".weight", new WeightTensor(convolution.weightShape(), weights));
    result.put(name + ".scale", filled(channels, Math.sqrt(1 + normalization.epsilon())));
    result.put(name + ".shift", filled(channels, 0));
    result.put(name + ".mean", filled(channels, 0));
    result.put(name + ".variance", filled(channels, 1));
    return result;
  }

  private static WeightTensor filled(int count, double value) {
    float[] values = new float[count];
    Arrays.fill(values, (float) value);
    return WeightTensor.vector(values);
  }
}
