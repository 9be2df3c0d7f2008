package dev.twobit.precision;

import java.util.List;
import java.util.Optional;

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
   * One line for who asked for other bits of inner layers than the MACs have; empty if they are the
   * same. Rules of single layers are chosen one by one, and nobody has to be told of them.
   *
   * @param hardware its name
   */
  public Optional<String> mismatch(Bits macs, String hardware) {
    Bits own = on(macs).inner();
    return own.equals(macs)
        ? Optional.empty()
        : Optional.of(
            own.text()
                + " bits are asked for, the MACs of "
                + hardware
                + " multiply "
                + macs.text()
                + ": "
                + (own.weights() > macs.weights() || own.activations() > macs.activations()
                    ? "a product takes several of them"
                    : "narrower operands save memory and traffic, no MACs"));
  }
}
