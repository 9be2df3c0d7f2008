package dev.twobit.search.bits;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.search.SearchTask;
import dev.twobit.training.QuantizationScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What bits are chosen of and among: inner layers that no rule of the user's names, in network
 * order. First, last and shortcut layers and the residual path have what was asked for.
 *
 * @param candidates of each layer, weights x activations
 */
record BitSpace(List<String> layers, List<Bits> candidates) {
  BitSpace {
    layers = List.copyOf(layers);
    candidates = List.copyOf(candidates);
  }

  /**
   * Of a task. Throws a one-line error for candidates that are none or that the task's quantizers
   * do not have, and where there is nothing to be chosen.
   *
   * @param text candidates with commas between, such as {@code 2,4,8} or {@code 2x2,2x4,4x4}
   */
  static BitSpace of(SearchTask task, String text) {
    Network network = task.network();
    if (task.scheme().isNone()) {
      throw new InvalidInputException(
          network.name() + ": found no quantizers, expected some, whose bits are chosen");
    }
    BitPlan asked = task.costs().plan();
    Map<String, Role> roles = ConvolutionRoles.of(network);
    List<String> layers =
        roles.keySet().stream()
            .filter(name -> roles.get(name) == Role.QUANTIZED)
            .filter(name -> asked.rules().stream().noneMatch(r -> !r.isPart() && r.matches(name)))
            .filter(name -> isAName(name, roles.keySet()))
            .toList();
    if (layers.isEmpty()) {
      throw new InvalidInputException(
          network.name()
              + ": found no inner layer whose bits are open, expected some: bits of layers that"
              + " --bits-of names are given");
    }
    BitSpace space = new BitSpace(layers, parse(text));
    for (int c = 0; c < space.candidates.size(); c++) {
      space.scheme(task.scheme(), space.uniform(c)).ofLayers(network);
    }
    return space;
  }

  /** Whether a rule of this name would mean this layer alone. */
  private static boolean isAName(String name, Set<String> layers) {
    BitRule rule = new BitRule(name, Bits.of(1));
    return !rule.isPart() && layers.stream().filter(rule::matches).count() == 1;
  }

  private static List<Bits> parse(String text) {
    Set<Bits> candidates = new LinkedHashSet<>();
    for (String word : text.split(",", -1)) {
      candidates.add(Bits.parse("--set bit-candidates", word.trim()));
    }
    if (candidates.size() < 2) {
      throw new InvalidInputException(
          "--set bit-candidates: found '" + text + "', expected two at least, such as 2,4,8");
    }
    return List.copyOf(candidates);
  }

  /** Whether a layer can have other bits of its weights than of what it reads. */
  boolean hasPairs() {
    return candidates.stream().anyMatch(c -> c.weights() != c.activations());
  }

  /** One candidate for all layers. */
  int[] uniform(int candidate) {
    int[] choice = new int[layers.size()];
    Arrays.fill(choice, candidate);
    return choice;
  }

  /** A choice of candidates as it can be asked for, a rule a layer. */
  List<BitRule> rules(int[] choice) {
    List<BitRule> rules = new ArrayList<>();
    for (int i = 0; i < choice.length; i++) {
      rules.add(new BitRule(layers.get(i), candidates.get(choice[i])));
    }
    return rules;
  }

  /** A scheme with these bits; throws a one-line error for bits that its quantizers lack. */
  QuantizationScheme scheme(QuantizationScheme asked, int[] choice) {
    List<BitRule> all = new ArrayList<>(asked.rules());
    all.addAll(rules(choice));
    return asked.withRules(all);
  }

  /** The choice in a line: bits by layer, in network order. */
  String text(int[] choice) {
    return String.join(" ", rules(choice).stream().map(BitRule::text).toList());
  }
}
