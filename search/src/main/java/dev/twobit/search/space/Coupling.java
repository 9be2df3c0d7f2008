package dev.twobit.search.space;

import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import java.util.Locale;

/** What an Add does to the widths of its operands. */
public enum Coupling {
  /**
   * Each convolution its own; the narrower operand goes onto the first channels, the derived
   * network gets shortcut convolutions where it needs them (TAS, the paper).
   */
  ALIGN,
  /** One width for all that an Add joins. */
  TIED,
  /**
   * Each convolution its own; the narrower operand goes onto the first channels, in the derived
   * network too, which pads it with channels of zeros: no convolution is inserted (Network
   * Adjustment, Chen et al. 2020, and the shortcuts A of ResNet, He et al. 2016, section 4.2).
   */
  PADDED;

  /** What the derived network has where an Add's operands differ. */
  public UnequalOperands unequalOperands() {
    return this == PADDED ? UnequalOperands.PADDED : UnequalOperands.SHORTCUT;
  }

  ChannelDependencies dependencies(Network network) {
    return switch (this) {
      case ALIGN -> ChannelDependencies.aligned(network);
      case TIED -> ChannelDependencies.tied(network);
      case PADDED -> ChannelDependencies.padded(network);
    };
  }

  /** Its name in settings and results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
