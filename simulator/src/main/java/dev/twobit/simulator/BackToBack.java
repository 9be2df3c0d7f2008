package dev.twobit.simulator;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Layers back to back, as {@link BufferConfig#keepsActivations} and {@link
 * BufferConfig#prefetchesWeights} allow. A tensor that only the next layer reads stays in the
 * buffer if it fits beside what both layers need there. The next layer's first weights come in the
 * clocks in which the read port has nothing to read for this one, as far as there is room beside
 * what this one holds. Both are chosen layer by layer, first to last; where a layer is no faster
 * so, it runs as it does alone; so does one of several runs.
 */
final class BackToBack {
  private final HardwareConfig hardware;
  private final MemoryConfig memory;
  private final long capacityBytes;
  private final List<LoweredLayer> steps;
  private final List<LayerSimulation> cold;
  private final Map<String, List<Layer>> consumers;
  private final Network network;

  private boolean inputOnChip;
  private long prefetched;
  private long heldBytes;
  private int tensorsKept;
  private long prefetchedInAll;

  private BackToBack(Network network, List<LoweredLayer> steps, NetworkSimulation cold) {
    this.network = network;
    this.hardware = cold.hardware();
    this.memory = hardware.memory();
    this.capacityBytes = hardware.buffer().capacityBytes();
    this.steps = steps;
    this.cold = cold.layers();
    this.consumers = network.consumers();
  }

  static WholeNetwork simulate(Network network, List<LoweredLayer> steps, NetworkSimulation cold) {
    return new BackToBack(network, steps, cold).run();
  }

  private WholeNetwork run() {
    List<LayerSimulation> layers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      LayerSimulation alone = cold.get(i);
      if (alone.workload() instanceof Convolution c
          && alone.runs() == 1
          && hardware.memory().overlap() == Overlap.RTL) {
        layers.add(layer(i, c, alone));
      } else {
        layers.add(alone);
        inputOnChip = false;
        heldBytes = 0;
      }
      prefetch(i, layers.get(i).timing());
    }
    return new WholeNetwork(layers, tensorsKept, prefetchedInAll);
  }

  private LayerSimulation layer(int i, Convolution c, LayerSimulation alone) {
    LayerSimulation left = leaving(c, alone);
    boolean keeps = false;
    LayerSimulation result = left;
    if (mayKeep(i, c)) {
      LayerSimulation kept = warm(c, true);
      Convolution next = (Convolution) cold.get(i + 1).workload();
      long nextRoom = capacityBytes - inputBytes(next);
      Tiling input = Tiling.warm(next, nextRoom, new Boundary(true, false, 0));
      long nextCycles = EventEngine.simulate(next, input, hardware).cycles().total();
      keeps =
          kept.latencyCycles() + nextCycles
              <= left.latencyCycles() + cold.get(i + 1).latencyCycles();
      result = keeps ? kept : left;
    }
    tensorsKept += keeps ? 1 : 0;
    prefetchedInAll += result == alone ? 0 : prefetchedFor(c, keeps);
    heldBytes =
        inputBytes(c) + (keeps ? outputBytes(c) : 0) + FeasibleTilings.weightBytes(c, hardware);
    inputOnChip = keeps;
    return result;
  }

  /** The layer whose results leave the chip. */
  private LayerSimulation leaving(Convolution c, LayerSimulation alone) {
    boolean fits =
        capacityBytes - inputBytes(c) >= FeasibleTilings.firstWeightBytes(c, hardware, 0);
    if (!inputOnChip && (prefetched == 0 || !fits)) {
      return alone;
    }
    LayerSimulation warm = warm(c, false);
    return inputOnChip || warm.latencyCycles() < alone.latencyCycles() ? warm : alone;
  }

  private LayerSimulation warm(Convolution c, boolean keeps) {
    Boundary boundary = new Boundary(inputOnChip, keeps, prefetchedFor(c, keeps));
    LayerTiming timing =
        EventEngine.simulate(c, Tiling.warm(c, room(c, keeps), boundary), hardware);
    return new LayerSimulation(c, timing, EnergyModel.energy(c, timing, hardware));
  }

  /** What is left for weights. */
  private long room(Convolution c, boolean keeps) {
    return capacityBytes - inputBytes(c) - (keeps ? outputBytes(c) : 0);
  }

  private long prefetchedFor(Convolution c, boolean keeps) {
    return Math.min(prefetched, first(c, room(c, keeps)));
  }

  /** Whether the output may stay for the next layer, and both have room for weights then. */
  private boolean mayKeep(int i, Convolution c) {
    if (!hardware.buffer().keepsActivations()
        || i + 1 == steps.size()
        || c.outputBits().size() != 1
        || cold.get(i + 1).runs() != 1
        || !(cold.get(i + 1).workload() instanceof Convolution next)) {
      return false;
    }
    String tensor = steps.get(i).outputTensor();
    return steps.get(i + 1).inputTensor().equals(tensor)
        && consumers.getOrDefault(tensor, List.of()).size() == 1
        && !network.outputs().contains(tensor)
        && inputBytes(c) + outputBytes(c) + FeasibleTilings.firstWeightBytes(c, hardware, 0)
            <= capacityBytes
        && inputBytes(next) + FeasibleTilings.firstWeightBytes(next, hardware, 0) <= capacityBytes;
  }

  /** Weights of the next layer that come while this one runs. */
  private void prefetch(int i, LayerTiming timing) {
    prefetched = 0;
    if (!hardware.buffer().prefetchesWeights()
        || i + 1 == steps.size()
        || cold.get(i + 1).runs() != 1
        || !(cold.get(i + 1).workload() instanceof Convolution next)
        || hardware.memory().overlap() != Overlap.RTL) {
      return;
    }
    long busy = memory.streamCycles(timing.activity().dramReadBytes());
    long idle = timing.cycles().total() - busy - 2L * memory.readLatencyCycles();
    long beats = Math.max(0, idle) * MemoryConfig.CLOCK / memory.beatMillionths();
    long room = Math.max(0, capacityBytes - heldBytes) / memory.beatBytes();
    long whole = first(next, capacityBytes - inputBytes(next)) / memory.beatBytes();
    prefetched = Math.min(Math.min(beats, room), whole) * memory.beatBytes();
  }

  private long first(Convolution c, long room) {
    long bytes =
        Math.min(
            FeasibleTilings.weightBytes(c, hardware),
            FeasibleTilings.firstWeightBytes(c, hardware, room));
    return bytes / memory.beatBytes() * memory.beatBytes();
  }

  private long inputBytes(Convolution c) {
    return banks(
        StoredTensors.cubeBytes(
            c.inputChannels(), c.inputHeight(), c.inputWidth(), c.inputBits(), memory));
  }

  private long outputBytes(Convolution c) {
    return banks(
        StoredTensors.cubeBytes(
            c.outputChannels(), c.outputHeight(), c.outputWidth(), c.outputBits().get(0), memory));
  }

  /** Activations and weights never share a bank. */
  private long banks(long bytes) {
    int bank = hardware.buffer().bankBytes();
    return (bytes + bank - 1) / bank * bank;
  }
}
