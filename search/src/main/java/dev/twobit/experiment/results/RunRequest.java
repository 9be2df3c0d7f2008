package dev.twobit.experiment.results;

import java.util.List;

/**
 * What was asked for, after defaults were filled in.
 *
 * @param model file name of the ONNX network, without folders
 * @param hardware name of the configuration
 * @param budgets as the user wrote them, {@code latency=1.0x}
 * @param data as the user wrote it
 * @param normalization the one used ({@code auto} resolved), {@code mean/std} or a name
 * @param quantizer weights and activations, such as {@code dorefa + pact}
 * @param bits of weights and activations of quantized layers
 * @param residualBits of the residual path as deployed; unquantized layers have 8
 * @param threads of libtorch
 */
public record RunRequest(
    String model,
    String hardware,
    List<String> budgets,
    String data,
    String normalization,
    String preset,
    String quantizer,
    int bits,
    int residualBits,
    Epochs epochs,
    List<Long> seeds,
    int threads) {
  public RunRequest {
    budgets = List.copyOf(budgets);
    seeds = List.copyOf(seeds);
  }

  /** Epochs of each phase as run. */
  public record Epochs(int warmup, int search, int training) {}
}
