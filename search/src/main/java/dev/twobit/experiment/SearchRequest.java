package dev.twobit.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Everything one search run is asked for; written to {@code run.yaml}, from which the run can be
 * repeated.
 *
 * @param model ONNX file
 * @param hardware name in the catalog or path of a YAML file
 * @param budgets as given, {@code kind=value}: {@code latency=1.0x}, {@code energy=150uJ}, {@code
 *     flops=40.8M}, {@code params=0.27M}; empty: the preset's own
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto}, {@code cifar}, {@code imagenet}, {@code none} or {@code
 *     mean,…/std,…}
 * @param preset {@code smoke}, {@code small} or {@code paper}
 * @param bits width of weights and activations of quantized layers
 * @param residualBits width of the residual path as deployed; unquantized layers have 8
 * @param epochs overrides of the preset
 * @param seeds one full training of every compared network per seed; the search uses the first
 * @param threads of libtorch
 * @param out run folder
 * @param resume continue what is in {@code out}
 */
public record SearchRequest(
    Path model,
    String hardware,
    List<String> budgets,
    String data,
    String normalization,
    String preset,
    int bits,
    int residualBits,
    EpochOverrides epochs,
    List<Long> seeds,
    int threads,
    Path out,
    boolean resume) {
  public SearchRequest {
    budgets = List.copyOf(budgets);
    seeds = List.copyOf(seeds);
  }

  /** Epochs that replace the preset's, where present. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option of the command line
  public record EpochOverrides(OptionalInt warmup, OptionalInt search, OptionalInt training) {
    public static EpochOverrides none() {
      return new EpochOverrides(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
  }
}
