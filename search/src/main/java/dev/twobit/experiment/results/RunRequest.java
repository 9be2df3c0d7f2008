package dev.twobit.experiment.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for, after defaults were filled in.
 *
 * @param model file name of the ONNX network, without folders
 * @param hardware name of the configuration
 * @param budgets as the user wrote them, {@code latency=1.0x}
 * @param data as the user wrote it
 * @param normalization the one used ({@code auto} resolved), {@code mean/std} or a name
 * @param method {@code nce} or what it is compared with
 * @param quantizer weights and activations, such as {@code dorefa:bits=2 + pact:bits=2}
 * @param bits of weights and activations of quantized layers
 * @param residualBits of the residual path as deployed; unquantized layers have 8
 * @param precision that layers computed in while training
 * @param epochs of each phase as run
 * @param settings every key of the search, as it can be given again
 * @param threads of libtorch
 */
public record RunRequest(
    String model,
    String hardware,
    List<String> budgets,
    String data,
    String normalization,
    String method,
    String preset,
    String quantizer,
    int bits,
    int residualBits,
    String precision,
    Epochs epochs,
    Map<String, String> settings,
    List<Long> seeds,
    int threads) {
  public RunRequest {
    budgets = List.copyOf(budgets);
    seeds = List.copyOf(seeds);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** Epochs of each phase as run. */
  public record Epochs(int warmup, int search, int training) {}
}
