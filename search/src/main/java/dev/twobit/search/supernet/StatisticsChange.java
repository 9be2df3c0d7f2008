package dev.twobit.search.supernet;

import dev.twobit.quantization.WeightQuantizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What becomes of quantized weights when a derived network takes its quantizers' statistics over
 * its own channels, not over all that the super-net has (search/docs/methods.md#quantized-search).
 */
public final class StatisticsChange {
  private StatisticsChange() {}

  /**
   * By quantized layer, in network order: ||own - carried|| / ||carried|| of its quantized weights,
   * 0 where nothing changes.
   *
   * @param genotype width of every unit
   */
  public static Map<String, Double> of(SuperNetWeights weights, Map<String, Integer> genotype) {
    Map<String, Double> changes = new LinkedHashMap<>();
    WeightSlices slices = new WeightSlices(weights);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, WeightQuantizer> entry : weights.quantizers().weights().entrySet()) {
        String key = entry.getKey() + ".weight";
        Tensor latent = SuperNetWeights.get(weights.trainable(), key);
        WeightQuantizer quantizer = entry.getValue();
        Tensor carried = slices.of(key, quantizer.quantize(latent), genotype);
        Tensor own = quantizer.quantize(slices.of(key, latent, genotype).contiguous());
        double size = carried.square().sum().item_double();
        double change = own.sub(carried).square().sum().item_double();
        changes.put(entry.getKey(), size == 0 ? 0 : Math.sqrt(change / size));
      }
    }
    return changes;
  }
}
