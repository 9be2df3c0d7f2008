package dev.twobit.verification;

import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.verification.SpelledNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One function in several spellings: the same values, and the same clocks, counts and energy, step
 * by step; of one of the spellings on both engines.
 */
final class SpellingVerification {
  private static final int SPELLINGS = 4;
  private static final int[] BITS = {2, 4, 8};

  /** Of the largest output; float32 rounds otherwise in another order. */
  private static final double TOLERANCE = 1e-3;

  /** Networks of more clocks are compared on the event engine alone. */
  private static final long MOST_CLOCKS = 40_000;

  private SpellingVerification() {}

  /** What differs of the network that a seed stands for; empty if nothing. */
  static Optional<String> difference(long seed) {
    SpelledNetworks drawn = SpelledNetworks.draw(seed, SPELLINGS);
    Random random = new Random(seed);
    int bits = BITS[random.nextInt(BITS.length)];
    int residualBits = BITS[random.nextInt(BITS.length)];
    Network first = drawn.spellings().get(0);
    float[] image = image(first.shape(first.inputs().get(0)), random);
    Subject shortest = new Subject(first, drawn, bits, residualBits);
    List<String> differences = new ArrayList<>();
    Subject last = shortest;
    for (Network other : drawn.spellings().subList(1, drawn.spellings().size())) {
      last = new Subject(other, drawn, bits, residualBits);
      shortest.difference(last, image).ifPresent(differences::add);
    }
    if (differences.isEmpty()) {
      shortest.clockedDifference(last, image).ifPresent(differences::add);
    }
    return differences.stream().findFirst();
  }

  private static float[] image(TensorShape shape, Random random) {
    float[] image = new float[(int) shape.elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 2 * random.nextFloat() - 1;
    }
    return image;
  }

  /** A spelling on the accelerator. */
  private record Subject(Network network, SpelledNetworks drawn, int bits, int residualBits) {
    Optional<String> difference(Subject other, float[] image) {
      return values(other, image)
          .or(() -> steps("event", event(), other.event()))
          .map(d -> other.network.name() + ": " + d);
    }

    /** On the clocked engine, which is held against the event engine as well. */
    Optional<String> clockedDifference(Subject other, float[] image) {
      return event().latencyCycles() > MOST_CLOCKS
          ? Optional.empty()
          : steps("tick", tick(image), other.tick(image)).map(d -> other.network.name() + ": " + d);
    }

    private Optional<String> values(Subject other, float[] image) {
      float[] expected = ReferenceExecutor.run(network, image);
      float[] found = ReferenceExecutor.run(other.network, drawn.image(other.network, image));
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        if (!(Math.abs(expected[i] - found[i]) <= TOLERANCE * largest)) {
          return Optional.of("output " + i + ": found " + found[i] + ", expected " + expected[i]);
        }
      }
      return Optional.empty();
    }

    private PrecisionPlan plan() {
      return PrecisionPlan.uniform(network, bits, residualBits);
    }

    private NetworkSimulation event() {
      return Simulator.simulate(network, plan(), drawn.hardware());
    }

    private NetworkSimulation tick(float[] image) {
      DeployedNetwork deployed =
          new DeployedNetwork(network, plan(), NetworkQuantization.none(), Map.of());
      NetworkVerification verification =
          deployed.run(
              drawn.image(network, image),
              1,
              drawn.hardware(),
              true,
              (number, count, step, cycles) -> {});
      verification.failures().stream()
          .findFirst()
          .ifPresent(
              step -> {
                throw new IllegalStateException(
                    network.name() + ": " + step.name() + ": " + step.differences());
              });
      return verification.simulation();
    }

    private static Optional<String> steps(
        String engine, NetworkSimulation expected, NetworkSimulation found) {
      int count = expected.layers().size();
      if (found.layers().size() != count) {
        return Optional.of(
            engine + ": found steps " + names(found) + ", expected " + names(expected));
      }
      for (int i = 0; i < count; i++) {
        LayerSimulation own = expected.layers().get(i);
        LayerSimulation other = found.layers().get(i);
        boolean same =
            own.timing().cycles().equals(other.timing().cycles())
                && own.timing().activity().equals(other.timing().activity())
                && own.batchMacs() == other.batchMacs()
                && own.energy().equals(other.energy());
        if (!same) {
          return Optional.of(
              engine + ": found " + other.workload() + ", expected " + own.workload());
        }
      }
      return Optional.empty();
    }

    private static List<String> names(NetworkSimulation simulation) {
      return simulation.layers().stream()
          .map(l -> l.workload().operator() + " " + l.workload().name())
          .toList();
    }
  }
}
