package dev.twobit.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for, after defaults were filled in.
 *
 * @param hardware name of the configuration
 */
public record RunRequest(
    Inputs inputs,
    String hardware,
    Arithmetic arithmetic,
    Search search,
    Training training,
    Execution execution) {

  /**
   * What was adapted.
   *
   * @param model file name of the ONNX network, without folders
   * @param data as the user wrote it
   * @param normalization the one used ({@code auto} resolved), {@code mean/std} or a name
   */
  public record Inputs(String model, String data, String normalization) {}

  /**
   * What was computed with.
   *
   * @param quantizer weights and activations, such as {@code dorefa:bits=2 + pact:bits=2}
   * @param bits of weights and activations of quantized layers
   * @param residualBits of the residual path as deployed; unquantized layers have 8
   * @param precision that layers computed in while training
   */
  public record Arithmetic(String quantizer, int bits, int residualBits, String precision) {}

  /**
   * How the network was searched.
   *
   * @param method {@code nce} or what it is compared with
   * @param budgets as the user wrote them, {@code latency=1.0x}
   * @param warmupEpochs as run; {@code searchEpochs} likewise, 0 of methods without epochs
   * @param settings every key of the search, as it can be given again
   */
  public record Search(
      String method,
      String preset,
      List<String> budgets,
      int warmupEpochs,
      int searchEpochs,
      Map<String, String> settings) {
    public Search {
      budgets = List.copyOf(budgets);
      settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
  }

  /**
   * How every compared network was trained.
   *
   * @param recipe its name or file
   * @param probe how the learning rate was chosen; absent: it is as asked for
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
  public record Training(
      String recipe, int epochs, int batchSize, Optional<LearningRateProbe> probe) {}

  /**
   * How it was executed.
   *
   * @param threads of libtorch
   */
  public record Execution(List<Long> seeds, int threads) {
    public Execution {
      seeds = List.copyOf(seeds);
    }
  }
}
