package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Calibration;
import dev.twobit.training.LayerInputs;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** What layers of a trained network and of one that inherits from it read. */
final class InheritedCodes {
  static final int IMAGES = 2;

  private InheritedCodes() {}

  /** What layers read of the first images. */
  static Map<String, LayerInputs.Read> reads(TrainableNetwork model) {
    var images = InheritNetworks.images(model.structure());
    float[] pixels = new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(0, IMAGES);
    return LayerInputs.of(
        model, pixels, IMAGES, images.channels(), images.height(), images.width());
  }

  static float[] logits(Network network) {
    return logits(TrainableNetwork.of(network, QuantizationScheme.none()));
  }

  /**
   * Of the first image, without libtorch, which rounds the same sums in another order on every kind
   * of processor.
   */
  static float[] inOrder(Network network) {
    var images = InheritNetworks.images(network);
    return ReferenceExecutor.run(
        network, new BatchMaker(images, InheritNetworks.NORMALIZATION).plain(0, 1));
  }

  static float[] logits(TrainableNetwork model) {
    return read(reads(model), "").values();
  }

  static LayerInputs.Read read(Map<String, LayerInputs.Read> all, String layer) {
    return Objects.requireNonNull(all.get(layer), layer);
  }

  static void requireClose(float[] actual, float[] expected) {
    double largest = 0;
    for (float v : expected) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(largest).isGreaterThan(0.01);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5 * largest));
    }
  }

  static TrainableNetwork adopted(
      Network network, QuantizationScheme scheme, TrainableNetwork from) {
    TrainableNetwork model = TrainableNetwork.of(network, scheme);
    Calibration.adopt(model, from);
    return model;
  }

  /**
   * Every code of every layer, up to the first that differs because sums are rounded in another
   * order: where it does, the value is at the border of two codes. New channels have code 0.
   *
   * @return whether all are equal
   */
  static boolean haveEqualCodes(
      SearchSpace space,
      ChannelOrder order,
      Map<String, Integer> widths,
      TrainableNetwork parent,
      TrainableNetwork child) {
    return haveEqualCodes(
        new ChannelLineage(space, new DerivedWidths(space), order, widths, NewChannels.SILENT),
        parent,
        child);
  }

  static boolean haveEqualCodes(
      ChannelLineage lineage, TrainableNetwork parent, TrainableNetwork child) {
    Map<String, LayerInputs.Read> expected = reads(parent);
    Map<String, LayerInputs.Read> found = reads(child);
    int compared = 0;
    for (Layer layer : parent.structure().layers()) {
      ActivationQuantizer quantizer = parent.quantizers().inputs().get(layer.name());
      if (quantizer != null) {
        if (!areEqual(
            lineage.of(layer.input()),
            read(expected, layer.name()),
            read(found, layer.name()),
            quantizer.step())) {
          assertThat(compared).isGreaterThanOrEqualTo(2);
          return false;
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(2);
    return true;
  }

  private static boolean areEqual(
      ChannelSources channels, LayerInputs.Read old, LayerInputs.Read now, float step) {
    int oldChannels = (int) old.shape()[1];
    int area = old.quantized().length / IMAGES / oldChannels;
    boolean equal = true;
    for (int i = 0; i < now.quantized().length; i++) {
      int channel = i / area % channels.size();
      if (channels.grown()[channel]) {
        float twin = now.quantized()[i + (channels.twin()[channel] - channel) * area];
        assertThat(now.quantized()[i])
            .as("new channel %d", channel)
            .isEqualTo(channels.isAlone(channel) ? 0 : twin);
        continue;
      }
      int at =
          (i / area / channels.size() * oldChannels + channels.from()[channel]) * area + i % area;
      if (now.quantized()[i] != old.quantized()[at]) {
        double place = old.values()[at] / step + 0.5;
        assertThat(Math.abs(place - Math.rint(place))).as("value %d", i).isLessThan(1e-4);
        equal = false;
      }
    }
    return equal;
  }

  static void requireEqual(Network actual, Network expected) {
    for (String key : actual.parameters().keys()) {
      assertThat(actual.parameters().get(key).values())
          .as(key)
          .isEqualTo(expected.parameters().get(key).values());
    }
  }

  static Tensor weights(TrainableNetwork model, String layer) {
    return Objects.requireNonNull(model.trainable().get(layer + ".weight"), layer);
  }

  /** What a quantizer measures of all weights is another once there are more of them. */
  static void keepStatistics(TrainableNetwork parent, TrainableNetwork child) {
    parent
        .quantizers()
        .weights()
        .forEach(
            (layer, quantizer) ->
                child
                    .quantizers()
                    .statistics()
                    .put(layer, quantizer.statistic(weights(parent, layer))));
  }
}
