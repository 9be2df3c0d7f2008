package dev.twobit.quantization;

import dev.twobit.network.InvalidInputException;
import java.util.Optional;

/** Quantizers by name: where a new one is entered. */
public final class Quantizers {
  private Quantizers() {}

  /**
   * One layer's weight quantizer, empty for {@code none}. Holds leaf tensors: call outside of a
   * step's pointer scope.
   */
  public static Optional<WeightQuantizer> weights(QuantizerChoice choice) {
    return switch (choice.name()) {
      case QuantizerChoice.NONE -> Optional.empty();
      case "dorefa" -> Optional.of(new DoReFa(choice.bits()));
      default -> throw unknown("weight", choice, "dorefa or none");
    };
  }

  /** One layer's input quantizer, empty for {@code none}; as {@link #weights}. */
  public static Optional<ActivationQuantizer> activations(QuantizerChoice choice) {
    return switch (choice.name()) {
      case QuantizerChoice.NONE -> Optional.empty();
      case "pact" ->
          Optional.of(
              new Pact(
                  choice.bits(),
                  Double.parseDouble(
                      choice.parameters().getOrDefault("init", String.valueOf(Pact.PAPER_ALPHA)))));
      default -> throw unknown("activation", choice, "pact or none");
    };
  }

  private static InvalidInputException unknown(
      String kind, QuantizerChoice choice, String expected) {
    return new InvalidInputException(
        kind + " quantizer '" + choice.name() + "' is not known; expected " + expected);
  }
}
