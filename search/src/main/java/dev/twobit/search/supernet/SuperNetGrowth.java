package dev.twobit.search.supernet;

import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/** Makes a super-net's weights larger (search/docs/methods.md#expansion). */
final class SuperNetGrowth {
  private final SuperNetWeights old;
  private final SuperNetWeights grown;
  private final ParameterAxes axes;
  private final long seed;

  SuperNetGrowth(SuperNetWeights old, SearchSpace larger, QuantizationScheme scheme, long seed) {
    this.old = old;
    this.seed = seed;
    SuperNetWeights fresh = SuperNetWeights.initial(larger, scheme, seed);
    this.grown =
        new SuperNetWeights(
            larger,
            SuperNetWeights.widest(old.space()),
            fresh.trainable(),
            fresh.buffers(),
            fresh.quantizers());
    this.axes = new ParameterAxes(larger);
  }

  SuperNetWeights run(Growth growth) {
    Map<String, KernelArray> arrays = new LinkedHashMap<>();
    grown.trainable().forEach((k, t) -> arrays.put(k, moved(k, t, source(old.trainable(), k))));
    grown.buffers().forEach((k, t) -> arrays.put(k, moved(k, t, source(old.buffers(), k))));
    switch (growth) {
      case KAIMING -> {}
      case ZERO_CONSUMER -> hide(arrays);
      case NET2WIDER, OCS_SPLIT ->
          new ChannelCopies(grown, axes, arrays, old.quantizers(), new Random(seed))
              .run(growth == Growth.OCS_SPLIT);
    }
    grown.trainable().forEach((key, tensor) -> get(arrays, key).writeTo(tensor));
    grown.buffers().forEach((key, tensor) -> get(arrays, key).writeTo(tensor));
    return grown;
  }

  private KernelArray moved(String key, Tensor fresh, Tensor source) {
    KernelArray target = KernelArray.of(fresh);
    KernelArray from = KernelArray.of(source);
    if (key.endsWith(".weight") && target.values().length > from.values().length) {
      fill(target, from.deviation(), key);
    }
    boolean sameNormalization = key.contains("@") && old.trainable().containsKey(key);
    boolean sameStatistics = key.contains("@") && old.buffers().containsKey(key);
    if (sameNormalization || sameStatistics) {
      target.place(from);
    } else {
      target.place(from, axes.moves(key, grown.before(), SuperNetWeights.widest(grown.space())));
    }
    return target;
  }

  private void fill(KernelArray target, double deviation, String key) {
    Random random = new Random(seed * 1_000_003L + key.hashCode());
    for (int i = 0; i < target.values().length; i++) {
      target.values()[i] = (float) (random.nextGaussian() * deviation);
    }
  }

  /** The tensor of the same key, or for a new batch normalization the widest of its block. */
  private static Tensor source(Map<String, Tensor> tensors, String key) {
    Tensor same = tensors.get(key);
    if (same != null) {
      return same;
    }
    int at = key.lastIndexOf('@');
    String stem = key.substring(0, at + 1);
    String field = key.substring(key.lastIndexOf('.'));
    return tensors.entrySet().stream()
        .filter(e -> at >= 0 && e.getKey().startsWith(stem) && e.getKey().endsWith(field))
        .map(Map.Entry::getValue)
        .max(Comparator.comparingLong(Tensor::numel))
        .orElseThrow(() -> new IllegalStateException("nothing to grow " + key + " from"));
  }

  /** New input channels do not count, and what has grown keeps its statistics, until a step. */
  private void hide(Map<String, KernelArray> arrays) {
    Map<String, Integer> now = SuperNetWeights.widest(grown.space());
    for (String key : grown.buffers().keySet()) {
      if (key.endsWith(".hidden")) {
        float[] hidden = get(arrays, key).values();
        boolean[] isOld = new boolean[hidden.length];
        for (int[] entries : axes.moves(key, grown.before(), now)) {
          Arrays.stream(entries).forEach(i -> isOld[i] = true);
        }
        for (int i = 0; i < hidden.length; i++) {
          hidden[i] = isOld[i] ? hidden[i] : 1;
        }
      }
    }
    old.quantizers().weights().forEach((layer, quantizer) -> keep(layer, quantizer, arrays));
  }

  private void keep(String layer, WeightQuantizer quantizer, Map<String, KernelArray> arrays) {
    Tensor before = SuperNetWeights.get(old.trainable(), layer + ".weight");
    Tensor now = SuperNetWeights.get(grown.trainable(), layer + ".weight");
    float[] kept = get(arrays, layer + ".statistic").values();
    if (before.numel() != now.numel() && Float.isNaN(kept[0])) {
      float[] own = Torch.floats(quantizer.statistic(before));
      System.arraycopy(own, 0, kept, 0, own.length);
    }
  }

  private static KernelArray get(Map<String, KernelArray> arrays, String key) {
    KernelArray array = arrays.get(key);
    if (array == null) {
      throw new IllegalStateException("no parameter " + key);
    }
    return array;
  }
}
