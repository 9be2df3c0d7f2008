package dev.twobit.search.contest;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A network that is compared.
 *
 * @param widths channels by unit, in network order; bits of the residual path behind them where
 *     they are searched ({@link ResidualChoice})
 * @param role how it came into the field
 */
public record Entrant(Map<String, Integer> widths, Role role) {
  /** How a network came into the field. */
  public enum Role {
    ORIGINAL("the original"),
    UNIFORM("the best uniform scaling"),
    LARGEST("most MACs x PARAMs"),
    EXCHANGED("near the original"),
    VALUED("by value"),
    MEASURED("one unit at another width"),
    SURVEYED("surveyed"),
    CALIBRATED("score without training"),
    DRAWN("drawn"),
    STEPPED("near a leader of the rung before"),
    PREDICTED("predicted from the rung before"),
    MOVED("moved by utilization"),
    PREFERRED("drawn from the preferences"),
    SLICED("a part of the super-net");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    /** A few words. */
    public String text() {
      return text;
    }
  }

  /** Whether it is compared to the end, however it does. */
  public boolean isControl() {
    return role == Role.ORIGINAL || role == Role.UNIFORM;
  }

  /** Its widths and where it is from. */
  public String text() {
    return ResidualChoice.channels(widths).values().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(" "))
        + " ("
        + role.text()
        + ResidualChoice.bits(widths).map(bits -> ", residual bits " + bits).orElse("")
        + ResidualChoice.plan(widths).map(plan -> ", bit plan " + plan).orElse("")
        + ")";
  }
}
