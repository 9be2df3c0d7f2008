package dev.twobit.precision;

import dev.twobit.io.Suggestion;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Network;
import dev.twobit.precision.BitRule.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bits of every layer of whatever network, by the parts that layers play and by their names: what
 * is said of names counts more than what is said of parts, and of two rules of a kind the later.
 * First, last and shortcut layers that no rule names have {@link Bits#MOST} bits of both (the paper
 * leaves them unquantized, section 5.1).
 *
 * @param inner of layers with weights that are neither first, last nor shortcut
 * @param residual bits of what the residual path reads, 1 to 8
 * @param rules of other layers, in order
 */
public record BitPlan(Bits inner, int residual, List<BitRule> rules) {
  public BitPlan {
    rules = List.copyOf(rules);
  }

  /** Inner layers and the residual path alone. */
  public static BitPlan uniform(int bits, int residual) {
    return new BitPlan(Bits.of(bits), residual, List.of());
  }

  /**
   * The shortest plan that gives a network's layers these bits: parts whose layers have all the
   * same are said as parts, others by name.
   *
   * @param bits of every layer with weights, by name
   */
  public static BitPlan stating(Network network, Map<String, Bits> bits, int residual) {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    List<BitRule> ofParts = new ArrayList<>();
    List<BitRule> ofNames = new ArrayList<>();
    for (Role role : Role.values()) {
      List<BitRule> layers =
          roles.entrySet().stream()
              .filter(e -> e.getValue() == role)
              .flatMap(
                  e ->
                      Optional.ofNullable(bits.get(e.getKey())).stream()
                          .map(own -> new BitRule(e.getKey(), own)))
              .toList();
      if (layers.stream().map(BitRule::bits).distinct().count() == 1) {
        ofParts.add(new BitRule(part(role).text(), layers.get(0).bits()));
      } else {
        ofNames.addAll(layers);
      }
    }
    ofParts.addAll(ofNames);
    return uniform(Bits.MOST, residual).with(ofParts);
  }

  /** The same with further rules behind those it has. */
  public BitPlan with(List<BitRule> more) {
    Bits otherInner = inner;
    int otherResidual = residual;
    List<BitRule> all = new ArrayList<>(rules);
    for (BitRule rule : more) {
      if (rule.isOf(Part.INNER)) {
        otherInner = rule.bits();
      } else if (rule.isOf(Part.RESIDUAL)) {
        otherResidual = rule.bits().activations();
      } else {
        all.add(rule);
      }
    }
    return new BitPlan(otherInner, otherResidual, all);
  }

  /** Whether it says more than the bits of inner layers and of the residual path. */
  public boolean isMixed() {
    return !rules.isEmpty() || inner.weights() != inner.activations();
  }

  /** Of a part with weights, before what is said of names. */
  public Bits of(Part part) {
    Bits bits = part == Part.INNER ? inner : Bits.of(Bits.MOST);
    for (BitRule rule : rules) {
      bits = rule.isOf(part) ? rule.bits() : bits;
    }
    return bits;
  }

  /**
   * Bits of every layer with weights, by name, in network order. Throws a one-line error for a name
   * or a pattern that no such layer has.
   */
  public Map<String, Bits> of(Network network) {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    Map<String, Bits> bits = new LinkedHashMap<>();
    roles.forEach((layer, role) -> bits.put(layer, of(part(role))));
    for (BitRule rule : rules) {
      if (!rule.isPart()) {
        List<String> meant = roles.keySet().stream().filter(rule::matches).toList();
        if (meant.isEmpty()) {
          throw unknown(rule, network, roles.keySet());
        }
        meant.forEach(layer -> bits.put(layer, rule.bits()));
      }
    }
    return bits;
  }

  /** The part that layers of a role play. */
  public static Part part(Role role) {
    return switch (role) {
      case FIRST -> Part.FIRST;
      case LAST -> Part.LAST;
      case SHORTCUT -> Part.SHORTCUT;
      case QUANTIZED -> Part.INNER;
    };
  }

  private static UnknownLayersException unknown(BitRule rule, Network network, Set<String> layers) {
    String beginning = rule.beginning();
    String rest = rule.layers().substring(beginning.length());
    Set<String> known = new LinkedHashSet<>();
    if (!rest.isEmpty()) {
      layers.stream()
          .filter(name -> name.length() >= beginning.length())
          .forEach(name -> known.add(name.substring(0, beginning.length()) + rest));
    }
    known.addAll(Part.texts());
    known.addAll(layers);
    // A pattern of layers without weights would else be the nearest to itself.
    known.remove(rule.layers());
    return new UnknownLayersException(
        rule.layers(),
        network.name()
            + ": bits of '"
            + rule.layers()
            + "': found no convolution or fully connected layer of that name, expected a name, a"
            + " pattern of some, or one of "
            + String.join(", ", Part.texts())
            + Suggestion.nearest(rule.layers(), known));
  }

  /** Rules as they can be asked for again; inner and residual bits aside. */
  public List<String> texts() {
    return rules.stream().map(BitRule::text).toList();
  }
}
