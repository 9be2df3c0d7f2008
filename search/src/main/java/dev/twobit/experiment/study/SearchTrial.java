package dev.twobit.experiment.study;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A method finds a network.
 *
 * @param hardware a name or file, and a digest of the accelerator as it was read
 * @param bits of weights and activations of quantized layers on the hardware
 * @param residualBits of the residual path there
 * @param method a name of {@code SearchMethods}
 * @param settings every key of the search
 * @param budgets {@code kind=value}
 */
public record SearchTrial(
    int format,
    Content model,
    Images images,
    Content hardware,
    Quantization quantization,
    int bits,
    int residualBits,
    String method,
    Map<String, String> settings,
    List<String> budgets,
    long seed,
    int threads,
    String precision)
    implements Trial {
  public SearchTrial {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    budgets = List.copyOf(budgets);
  }

  @Override
  public String title() {
    return "find by " + method + (quantization.isNone() ? " (float)" : "") + ", seed " + seed;
  }
}
