package dev.twobit.precision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bits as asked for; what is left open follows from the accelerator.
 *
 * @param inner of inner layers; empty: those of the accelerator's MACs
 * @param residual of the residual path; empty: 8
 * @param rules of others
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record AskedBits(Optional<Bits> inner, Optional<Integer> residual, List<BitRule> rules) {
  public AskedBits {
    rules = List.copyOf(rules);
  }

  /** Nothing asked for. */
  public static final AskedBits NONE = new AskedBits(Optional.empty(), Optional.empty(), List.of());

  /** The plan on an accelerator whose MACs multiply operands of these widths. */
  public BitPlan on(Bits macs) {
    return new BitPlan(inner.orElse(macs), residual.orElse(Bits.MOST), List.of()).with(rules);
  }

  /**
   * One line for who asked for other bits than the MACs have, of inner layers or of some by name;
   * empty if they are the same.
   *
   * @param hardware its name
   */
  public Optional<String> mismatch(Bits macs, String hardware) {
    List<Bits> others =
        Stream.concat(
                Stream.of(on(macs).inner()),
                rules.stream().filter(r -> !r.isPart()).map(BitRule::bits))
            .filter(b -> !b.equals(macs))
            .distinct()
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    boolean wider =
        others.stream()
            .anyMatch(b -> b.weights() > macs.weights() || b.activations() > macs.activations());
    return Optional.of(
        "layers of "
            + others.stream().map(Bits::text).collect(Collectors.joining(", "))
            + " bits are asked for, the MACs of "
            + hardware
            + " multiply "
            + macs.text()
            + ": "
            + (wider
                ? "a product of more bits takes several of them"
                : "narrower operands save memory and traffic, no MACs"));
  }
}
