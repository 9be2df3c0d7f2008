package dev.twobit.search;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * FLOPs, PARAMs, latency and energy of genotypes, and their expectation under the architecture
 * parameters. Every figure comes from counting or from the simulator: layer tables over input and
 * output widths for the expectation (cold boundaries), the whole derived network for a genotype.
 */
public final class CostModel {
  private final Network network;
  private final HardwareConfig hardware;
  private final int bits;
  private final int residualBits;
  private final List<LoweredLayer> lowered;
  private final Map<LayerWorkload, LayerSimulation> simulated = new HashMap<>();
  private final Map<Map<String, Integer>, Costs> genotypes = new HashMap<>();

  public CostModel(Network network, HardwareConfig hardware, int bits, int residualBits) {
    this.network = network;
    this.hardware = hardware;
    this.bits = bits;
    this.residualBits = residualBits;
    this.lowered =
        WorkloadLowering.lower(network, PrecisionPlan.uniform(network, bits, residualBits));
  }

  /** The derived network of a genotype on the array, inserted shortcuts and adds included. */
  public NetworkSimulation simulate(Network derived) {
    return Simulator.simulate(derived, precision(derived), hardware);
  }

  /** Bits of every layer of a derived network, the same ones everywhere. */
  public PrecisionPlan precision(Network derived) {
    return PrecisionPlan.uniform(derived, bits, residualBits);
  }

  public Network derive(SearchSpace space, Map<String, Integer> genotype) {
    return WidthAdapter.adapt(network, space.convolutionWidths(genotype));
  }

  /** Costs of the derived network, counted and simulated whole. */
  public Costs genotype(SearchSpace space, Map<String, Integer> genotype) {
    return genotypes.computeIfAbsent(
        Map.copyOf(genotype),
        g -> {
          Network derived = derive(space, g);
          CostSummary counts = CostSummary.of(derived);
          NetworkSimulation simulation = simulate(derived);
          return new Costs(
              counts.macs(),
              counts.params(),
              simulation.latencyCycles(),
              simulation.energy().totalPicojoules());
        });
  }

  /** Costs of the original network. */
  public Costs original() {
    CostSummary counts = CostSummary.of(network);
    NetworkSimulation simulation = simulate(network);
    return new Costs(
        counts.macs(),
        counts.params(),
        simulation.latencyCycles(),
        simulation.energy().totalPicojoules());
  }

  /** Expectation of a cost and its gradient with respect to every unit's probabilities. */
  public ExpectedCost expected(
      CostKind kind, SearchSpace space, ArchitectureParameters architecture) {
    ExpectedCost total = new ExpectedCost(space, architecture);
    for (LoweredLayer layer : lowered) {
      Layer first = layer.members().get(0);
      // Its own channels: an Add fused behind it is onto these. An Add by itself is as wide as its
      // widest operand, not its first.
      TensorWidth out = space.width(first.output());
      TensorWidth read = space.width(layer.inputTensor());
      int scale = read instanceof TensorWidth.Times t ? t.factor() : 1;
      total.add(
          read instanceof TensorWidth.Times t ? t.of() : read,
          out,
          (in, width) -> cost(kind, layer, in * scale, width));
    }
    return total;
  }

  private double cost(CostKind kind, LoweredLayer layer, int in, int out) {
    LayerWorkload workload = layer.workload().withChannels(in, out);
    return switch (kind) {
      case FLOPS -> workload instanceof LayerWorkload.Convolution c ? c.macs() : 0;
      case PARAMS -> params(layer, workload, out);
      case LATENCY -> simulated(workload).latencyCycles();
      case ENERGY -> simulated(workload).energy().totalPicojoules();
    };
  }

  private static double params(LoweredLayer layer, LayerWorkload workload, int out) {
    if (!(workload instanceof LayerWorkload.Convolution c)) {
      return 0;
    }
    double weights =
        (double) c.outputChannels()
            * (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    double others = 0;
    for (Layer member : layer.members()) {
      if (member instanceof Layer.BatchNormalization) {
        others += 2.0 * out;
      } else if (member instanceof Layer.Convolution m && m.hasBias()
          || member instanceof Layer.FullyConnected f && f.hasBias()) {
        others += out;
      }
    }
    return weights + others;
  }

  private LayerSimulation simulated(LayerWorkload workload) {
    return simulated.computeIfAbsent(workload, w -> Simulator.simulateLayer(w, hardware));
  }
}
