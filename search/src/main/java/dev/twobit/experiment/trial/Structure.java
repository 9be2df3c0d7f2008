package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.space.Coupling;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a network is made of a model. As JSON it is the widths alone, or {@code {"padded": widths}}:
 * structures without pads have the keys of the trials that there were before these.
 *
 * @param widths output channels of every convolution of the model, or none: as they are
 * @param unequal what is done where the operands of an Add differ
 */
public record Structure(Map<String, Integer> widths, UnequalOperands unequal) {
  private static final String PADDED = "padded";

  /** The model as it is. */
  public static final Structure ORIGINAL = new Structure(Map.of(), UnequalOperands.SHORTCUT);

  public Structure {
    widths = Collections.unmodifiableMap(new TreeMap<>(widths));
  }

  /**
   * What a search found; the original is that of any coupling.
   *
   * @param coupling of the search's settings
   */
  public static Structure found(SearchTrialResult result, Coupling coupling) {
    boolean same = result.widths().equals(result.original());
    return same ? original(result) : new Structure(result.widths(), coupling.unequalOperands());
  }

  /** What a search of a network begins with. */
  public static Structure original(Network network) {
    return new Structure(FoundWidths.of(network, network), UnequalOperands.SHORTCUT);
  }

  /** What a search began with. */
  public static Structure original(SearchTrialResult result) {
    return new Structure(result.original(), UnequalOperands.SHORTCUT);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Structure of(JsonNode json) {
    boolean padded = json.path(PADDED).isObject();
    Map<String, Integer> widths = new TreeMap<>();
    (padded ? json.path(PADDED) : json)
        .fields()
        .forEachRemaining(e -> widths.put(e.getKey(), e.getValue().intValue()));
    return new Structure(widths, padded ? UnequalOperands.PADDED : UnequalOperands.SHORTCUT);
  }

  @JsonValue
  Map<String, ?> json() {
    return unequal == UnequalOperands.PADDED ? Map.of(PADDED, widths) : widths;
  }

  /** Whether it is the model as it is. */
  boolean isOriginal() {
    return widths.isEmpty();
  }

  /** Without weights. */
  Network of(Network model) {
    return isOriginal() ? model : WidthAdapter.adapt(model, widths, unequal);
  }
}
