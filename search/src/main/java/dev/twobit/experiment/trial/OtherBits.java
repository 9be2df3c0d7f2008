package dev.twobit.experiment.trial;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.simulator.PrecisionPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules that make the bits of one plan those of another. */
public final class OtherBits {
  private OtherBits() {}

  /** A rule for each layer with weights whose bits differ, in network order. */
  public static List<String> of(Network network, PrecisionPlan asked, PrecisionPlan found) {
    Map<String, Bits> before = asked.weighted();
    Map<String, Bits> after = found.weighted();
    List<String> rules = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Bits bits = after.get(layer.name());
      if (bits != null && !bits.equals(before.get(layer.name()))) {
        rules.add(new BitRule(layer.name(), bits).text());
      }
    }
    return rules;
  }
}
