package dev.twobit.training;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.List;
import java.util.Map;

/** Networks small enough to train in a test. */
public final class TestNetworks {
  private TestNetworks() {}

  /** Stem, one residual block, global pooling, classifier, on one-channel 32x32 images. */
  public static Network block(int width) {
    return block(1, width);
  }

  /** On images of so many channels. */
  public static Network block(int channels, int width) {
    TensorShape plane = TensorShape.of(1, width, 16, 16);
    Window stem =
        new Window(new Extent(3, 3), new Extent(2, 2), new Extent(1, 1), new Padding(1, 1, 1, 1));
    Window three = Window.square(3, 1, 1);
    Map<String, TensorShape> shapes = new java.util.HashMap<>();
    for (String name : List.of("s", "s.bn", "x", "a", "a.bn", "b", "c", "c.bn", "d", "y")) {
      shapes.put(name, plane);
    }
    shapes.put("image", TensorShape.of(1, channels, 32, 32));
    shapes.put("p", TensorShape.of(1, width, 1, 1));
    shapes.put("f", TensorShape.of(1, width));
    shapes.put("logits", TensorShape.of(1, 10));
    return new Network(
        "block",
        List.of("image"),
        List.of("logits"),
        List.of(
            new Layer.Convolution("stem", "image", "s", channels, width, stem, 1, false),
            new Layer.BatchNormalization("bn0", "s", "s.bn", width, 1e-5),
            Layer.Activation.relu("relu0", "s.bn", "x"),
            new Layer.Convolution("conv1", "x", "a", width, width, three, 1, false),
            new Layer.BatchNormalization("bn1", "a", "a.bn", width, 1e-5),
            Layer.Activation.relu("relu1", "a.bn", "b"),
            new Layer.Convolution("conv2", "b", "c", width, width, three, 1, false),
            new Layer.BatchNormalization("bn2", "c", "c.bn", width, 1e-5),
            new Layer.Add("add", List.of("c.bn", "x"), "d"),
            Layer.Activation.relu("relu2", "d", "y"),
            new Layer.Pooling(
                "pool",
                "y",
                "p",
                Layer.Reduction.AVERAGE,
                new Window(
                    new Extent(16, 16),
                    new Extent(1, 1),
                    new Extent(1, 1),
                    new Padding(0, 0, 0, 0)),
                false,
                false,
                true),
            new Layer.Reshape("flat", "p", "f", TensorShape.of(1, width)),
            new Layer.FullyConnected("fc", "f", "logits", width, 10, true)),
        shapes,
        Parameters.empty(),
        true);
  }
}
