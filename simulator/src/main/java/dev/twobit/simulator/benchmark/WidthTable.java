package dev.twobit.simulator.benchmark;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The table a channel search asks for: latency and energy of every layer of a network at 16 x 16
 * candidate widths, from an eighth of its input and output channels to twice as many; workloads
 * alike but for their names are simulated once.
 *
 * @param entries layers x 256
 * @param simulated distinct workloads among them
 * @param latencyCyclesSum over all entries, to tell two tables apart; {@code energyPicojoulesSum}
 *     likewise
 */
public record WidthTable(
    int entries, int simulated, long latencyCyclesSum, double energyPicojoulesSum) {
  /** Candidate widths of a tensor. */
  public static final int WIDTHS = 16;

  private static final int PARTS = 8;

  /** The whole table, on the calling thread. */
  public static WidthTable of(Network network, PrecisionPlan plan, HardwareConfig hardware) {
    return of(network, plan, hardware, 1);
  }

  /** The same table by so many threads, the calling one among them. */
  static WidthTable of(Network network, PrecisionPlan plan, HardwareConfig hardware, int threads) {
    List<LayerWorkload> entries = entries(network, plan, hardware);
    List<LayerWorkload> distinct = List.copyOf(new LinkedHashSet<>(entries));
    Map<LayerWorkload, LayerSimulation> simulated = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < distinct.size(); i = next.getAndIncrement()) {
            simulated.put(distinct.get(i), Simulator.simulateLayer(distinct.get(i), hardware));
          }
        };
    List<Thread> others = IntStream.range(1, threads).mapToObj(t -> new Thread(work)).toList();
    others.forEach(Thread::start);
    work.run();
    others.forEach(WidthTable::join);
    long cycles = 0;
    double energy = 0;
    for (LayerWorkload entry : entries) {
      LayerSimulation one = Objects.requireNonNull(simulated.get(entry));
      cycles += one.latencyCycles();
      energy += one.energy().totalPicojoules();
    }
    return new WidthTable(entries.size(), distinct.size(), cycles, energy);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private static List<LayerWorkload> entries(
      Network network, PrecisionPlan plan, HardwareConfig hardware) {
    List<LayerWorkload> entries = new ArrayList<>();
    for (LoweredLayer layer :
        WorkloadLowering.lower(network, plan, Addressing.of(hardware.memory()))) {
      LayerWorkload workload = layer.workload().named("");
      for (int in = 1; in <= WIDTHS; in++) {
        for (int out = 1; out <= WIDTHS; out++) {
          entries.add(withEighths(workload, in, out));
        }
      }
    }
    return entries;
  }

  private static LayerWorkload withEighths(LayerWorkload workload, int in, int out) {
    return workload instanceof LayerWorkload.Convolution c
        ? c.withChannels(eighths(c.inputChannels(), in), eighths(c.outputChannels(), out))
        : postProcessing((LayerWorkload.PostProcessing) workload, out);
  }

  private static LayerWorkload postProcessing(LayerWorkload.PostProcessing step, int out) {
    int channels = eighths(step.channels(), out);
    return step.withChannels(channels, channels);
  }

  /** Rounded up, so that 3 channels keep one. */
  private static int eighths(int channels, int eighths) {
    return (channels * eighths + PARTS - 1) / PARTS;
  }
}
