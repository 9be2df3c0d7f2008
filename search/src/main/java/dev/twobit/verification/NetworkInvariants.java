package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.write.DrawnSpelling;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.verification.RandomHardware;
import dev.twobit.simulator.verification.RandomNetwork;
import dev.twobit.simulator.verification.TrafficInvariants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** All invariants that random networks are held to: where a new one is entered. */
final class NetworkInvariants {
  static final List<NetworkInvariant> ALL =
      List.of(
          new Traffic(),
          new Elements(),
          new Engines(),
          new Spellings(),
          new QuantizedFiles(
              "passed codes",
              (folder, hardware, seed) ->
                  new PassedCodesVerification(folder, hardware)
                      .of(seed, QuantizedFiles.inTurn(ExportFormat.values(), seed))),
          new QuantizedEngines(),
          new QuantizedFiles(
              "quantized operators",
              (folder, hardware, seed) ->
                  new QuantizedOperatorsVerification(folder, hardware)
                      .of(seed, QuantizedFiles.inTurn(DrawnSpelling.values(), seed))));

  private NetworkInvariants() {}

  private static PrecisionPlan plan(Network network, long seed) {
    if (seed % 4 == 3) {
      return PrecisionPlan.deployed(network, mixed(network, new Random(seed)));
    }
    int bits = seed % 3 == 0 ? 8 : 2;
    int residualBits = seed % 2 == 0 ? 8 : 4;
    return seed % 5 < 2
        ? PrecisionPlan.deployed(network, bits, residualBits)
        : PrecisionPlan.uniform(network, bits, residualBits);
  }

  /** Widths of their own for every layer, weights and activations apart. */
  private static BitPlan mixed(Network network, Random random) {
    Map<String, Bits> bits = new HashMap<>();
    for (String layer : ConvolutionRoles.of(network).keySet()) {
      bits.put(layer, new Bits(1 + random.nextInt(Bits.MOST), 1 + random.nextInt(Bits.MOST)));
    }
    return BitPlan.stating(network, bits, 1 + random.nextInt(Bits.MOST));
  }

  /** Bytes written are bytes read, moved ones those written, whatever the order of operands. */
  private static final class Traffic implements NetworkInvariant {
    @Override
    public String name() {
      return "traffic";
    }

    @Override
    public List<String> broken(long seed) {
      Network network = RandomNetwork.of(seed);
      return TrafficInvariants.broken(network, plan(network, seed), RandomHardware.of(seed));
    }
  }

  /** Movements bring every element to its place. */
  private static final class Elements implements NetworkInvariant {
    @Override
    public String name() {
      return "elements";
    }

    @Override
    public List<String> broken(long seed) {
      Network network = RandomNetwork.of(seed);
      Addressing addressing = Addressing.of(RandomHardware.of(seed).memory());
      return WorkloadLowering.lower(network, plan(network, seed), addressing).stream()
          .filter(step -> step.members().get(0).asMovement().isPresent())
          .flatMap(step -> MovedElements.broken(network, step).stream())
          .toList();
    }
  }

  /** One function costs the same however it is written. */
  private static final class Spellings implements NetworkInvariant {
    @Override
    public String name() {
      return "spellings";
    }

    @Override
    public List<String> broken(long seed) {
      return SpellingVerification.difference(seed).stream().toList();
    }
  }

  /**
   * What holds of quantized files, which are written for it, in each spelling or format in turn.
   *
   * @param check what does not hold, by the seed
   */
  private record QuantizedFiles(String name, Check check) implements NetworkInvariant {
    private interface Check {
      List<String> broken(Path folder, HardwareConfig hardware, long seed) throws IOException;
    }

    private static <T> T inTurn(T[] all, long seed) {
      return all[Math.floorMod(seed, all.length)];
    }

    @Override
    public List<String> broken(long seed) {
      HardwareConfig hardware = RandomHardware.of(seed);
      if (hardware.memory().weightCompression() != WeightCompression.NONE) {
        return List.of(); // a network's integers are not run on these
      }
      try {
        Path folder = Files.createTempDirectory("twobit-networks");
        try {
          return check.broken(folder, hardware, seed);
        } finally {
          Files.deleteIfExists(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Both engines run it, equal in cycles, counts and codes, or refuse it for the same reason. */
  private static final class Engines implements NetworkInvariant {
    @Override
    public String name() {
      return "engines";
    }

    @Override
    public List<String> broken(long seed) {
      Network network = RandomNetwork.of(seed);
      PrecisionPlan plan = plan(network, seed);
      HardwareConfig hardware = RandomHardware.of(seed);
      List<String> differences = new ArrayList<>();
      Optional<String> event =
          refusal(() -> differences.addAll(sums(network, plan, hardware, Optional.empty())));
      Optional<String> tick =
          refusal(
              () -> {
                NetworkVerification run = clocked(network, plan, hardware, seed);
                for (StepVerification step : run.steps()) {
                  step.differences().forEach(d -> differences.add(step.name() + ": " + d));
                  if (!step.ran()) {
                    differences.add(step.name() + ": the clocked engine did not run it");
                  }
                }
                differences.addAll(sums(network, plan, hardware, Optional.of(run)));
              });
      if (!event.equals(tick)) {
        differences.add("event engine: " + said(event) + "; clocked engine: " + said(tick));
      }
      return differences;
    }

    /** The whole network's figures by the one and by the other. */
    private static List<String> sums(
        Network network,
        PrecisionPlan plan,
        HardwareConfig hardware,
        Optional<NetworkVerification> clocked) {
      var event = Simulator.simulate(network, plan, hardware);
      return clocked
          .map(NetworkVerification::simulation)
          .filter(tick -> !tick.cycles().equals(event.cycles()))
          .map(tick -> List.of("cycles: event " + event.cycles() + ", tick " + tick.cycles()))
          .orElse(List.of());
    }

    private static NetworkVerification clocked(
        Network network, PrecisionPlan plan, HardwareConfig hardware, long seed) {
      float[] image = new float[Math.toIntExact(network.shape("image").elementCount())];
      Random random = new Random(seed);
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
      return NetworkVerification.run(
          SyntheticLowering.lower(
              network,
              plan,
              hardware.precision().weightEncoding(),
              Addressing.of(hardware.memory()),
              seed),
          new CodeStore(network, image, NetworkQuantization.none()),
          "random",
          new NetworkVerification.Extent(hardware, 1, true),
          (number, count, step, cycles) -> {});
    }

    private static Optional<String> refusal(Runnable run) {
      try {
        run.run();
        return Optional.empty();
      } catch (InvalidInputException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    private static String said(Optional<String> refusal) {
      return refusal.orElse("runs it");
    }
  }
}
