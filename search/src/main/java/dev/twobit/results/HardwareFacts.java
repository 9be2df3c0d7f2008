package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import java.util.List;

/**
 * The configuration simulated, echoed.
 *
 * @param figures key figures with their units
 * @param sources where they come from
 */
public record HardwareFacts(
    String name, String description, List<Figure> figures, List<String> sources) {
  public HardwareFacts {
    figures = List.copyOf(figures);
    sources = List.copyOf(sources);
  }

  /** Key figures of a configuration. */
  public static HardwareFacts of(HardwareConfig hardware) {
    return new HardwareFacts(
        hardware.name(),
        hardware.label().description(),
        HardwareFigures.of(hardware),
        hardware.sources());
  }

  /** Whether it is no part of its host's memory map: {@link HardwareConfig#hostLink}. */
  public boolean behindLink() {
    return figures.stream().anyMatch(f -> f.name().equals(HardwareFigures.HOST_LINK));
  }

  /** One key figure, value with unit as text. */
  public record Figure(String name, String value) {}
}
