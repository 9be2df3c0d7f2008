package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.verification.RandomHardware;
import dev.twobit.simulator.verification.RandomNetwork;
import dev.twobit.simulator.verification.SpelledNetworks;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantized networks with functions of all kinds between convolutions: whatever the event engine
 * times the clocked engine runs, in as many clocks; and where integers say all of it, they are
 * those of plain Java but for float rounding.
 */
final class QuantizedEngines implements NetworkInvariant {
  @Override
  public String name() {
    return "quantized";
  }

  @Override
  public List<String> broken(long seed) {
    HardwareConfig hardware = RandomHardware.of(seed);
    if (hardware.memory().weightCompression() != WeightCompression.NONE) {
      return List.of(); // a network's integers are not run on these
    }
    Network plain =
        seed % 2 == 0 ? RandomNetwork.of(seed) : SpelledNetworks.draw(seed, 2).spellings().get(1);
    RandomQuantization drawn = RandomQuantization.draw(plain, seed);
    DeployedNetwork deployed = DeployedNetwork.of(drawn.file(), 2, 8);
    NetworkSimulation event = Simulator.simulate(deployed.network(), deployed.plan(), hardware);
    List<String> differences = new ArrayList<>();
    try {
      NetworkVerification run =
          deployed.run(drawn.image(), 1, hardware, true, (number, count, step, cycles) -> {});
      run.failures().forEach(s -> differences.add(s.name() + ": " + s.differences()));
      if (!run.simulation().cycles().equals(event.cycles())) {
        differences.add("cycles: event " + event.cycles() + ", tick " + run.simulation().cycles());
      }
      boolean one = deployed.network().outputs().size() == 1;
      if (one && run.steps().stream().allMatch(StepVerification::integers)) {
        differences.addAll(values(drawn));
      }
    } catch (InvalidInputException e) {
      differences.add("the event engine runs it, the clocked engine: " + e.getMessage());
    }
    return differences;
  }

  private static List<String> values(RandomQuantization drawn) {
    DeployedNetworkVerification integers =
        DeployedNetworkVerification.run(
            drawn.file(),
            new PlainNetwork(drawn.file(), i -> drawn.image()),
            i -> drawn.image(),
            1,
            1,
            i -> {});
    long unexplained = integers.stepwise().unexplained();
    return unexplained == 0
        ? List.of()
        : List.of(unexplained + " codes that float rounding does not explain: " + integers);
  }
}
