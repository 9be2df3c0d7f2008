package dev.twobit.experiment;

import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchSettings;
import dev.twobit.tensor.Precision;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything one search run is asked for; written to {@code run.yaml}, from which the run can be
 * repeated.
 *
 * @param model ONNX file
 * @param hardware name in the catalog or path of a YAML file
 * @param method {@code nce} or what it is compared with, as {@code SearchMethods} names them
 * @param settings of the search and of the trainings that follow
 * @param budgets as given, {@code kind=value}: {@code latency=1.0x}, {@code energy=150uJ}, {@code
 *     flops=40.8M}, {@code params=0.27M}; empty: the preset's own
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto}, {@code cifar}, {@code imagenet}, {@code none} or {@code
 *     mean,…/std,…}
 * @param weights quantizer of the weights of inner layers; {@code activations} of what they read
 * @param precision that layers compute in while training
 * @param residualBits width of the residual path as deployed; unquantized layers have 8
 * @param seeds one full training of every compared network per seed; the search uses the first
 * @param threads of libtorch
 * @param out run folder
 * @param resume continue what is in {@code out}
 */
public record SearchRequest(
    Path model,
    String hardware,
    String method,
    SearchSettings settings,
    List<String> budgets,
    String data,
    String normalization,
    QuantizerChoice weights,
    QuantizerChoice activations,
    Precision precision,
    int residualBits,
    List<Long> seeds,
    int threads,
    Path out,
    boolean resume) {
  public SearchRequest {
    budgets = List.copyOf(budgets);
    seeds = List.copyOf(seeds);
  }

  /** Width of weights and activations of quantized layers. */
  public int bits() {
    return weights.bits();
  }
}
