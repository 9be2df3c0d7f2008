package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the steady state of a band's kernel groups: once a block of them begins as the one before
 * did, clocks apart, all full blocks but the last go alike. A block is as many groups as fill whole
 * atoms of every tensor that is read or written.
 */
final class SteadyGroups {
  /** What the band had counted when a group began. */
  record Count(long clock, long creditStall, long weightStall, long macActive) {
    Count minus(Count other) {
      return new Count(
          clock - other.clock,
          creditStall - other.creditStall,
          weightStall - other.weightStall,
          macActive - other.macActive);
    }

    Count times(long times) {
      return new Count(clock * times, creditStall * times, weightStall * times, macActive * times);
    }
  }

  /** Groups that need not be looked at, and what they count. */
  record Skip(int groups, Count count) {}

  private record Snapshot(StateVector state, Count count) {}

  /** Blocks after which a state that has not come again is no longer waited for. */
  private static final int MOST_BLOCKS = 24;

  private final int block;
  private final int last;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private boolean done;

  SteadyGroups(LayerWorkload.Convolution c, KernelGroups groups, MemoryConfig memory) {
    this.block = block(c, groups.atomicKernels(), memory);
    this.last = groups.count() - 1;
    this.done = c.groups() > 1 || groups.isCompressed() || last < 3 * block;
  }

  private static int block(LayerWorkload.Convolution c, int kernels, MemoryConfig memory) {
    int block = 1;
    for (int bits : c.outputBits()) {
      block = multiple(block, bits, kernels, memory);
    }
    for (int bits : c.fusedAddBits()) {
      block = multiple(block, bits, kernels, memory);
    }
    return block;
  }

  /** The least multiple of so many groups that fills whole atoms of this width too. */
  private static int multiple(int block, int bits, int kernels, MemoryConfig memory) {
    int elements = StoredTensors.elementsPerAtom(bits, memory);
    int groups = elements / gcd(elements, kernels);
    return block / gcd(block, groups) * groups;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Groups of a block. */
  int block() {
    return block;
  }

  /** Nothing is skipped. */
  void stop() {
    done = true;
  }

  /** Whether {@link #skip} may find something at the beginning of group {@code g}. */
  boolean isLookedFor(int g) {
    done = done || g > MOST_BLOCKS * block || last - g < 2 * block;
    return !done;
  }

  /**
   * How much to skip as group {@code g} begins.
   *
   * @param state all that decides how it goes on, seen from its clock
   * @param fetched groups whose weights are fetched; all of them if none is to be fetched
   */
  Optional<Skip> skip(int g, StateVector state, int fetched, Count count) {
    snapshots.add(new Snapshot(state, count));
    if (g < block || !snapshots.get(g - block).state.isSameAs(state)) {
      return Optional.empty();
    }
    // One block more is looked at, and so is the last group, whose weights are padded.
    int free = Math.min(last - g, fetched > last ? Integer.MAX_VALUE : last - fetched);
    int blocks = free / block - 1;
    done = true;
    return blocks <= 0
        ? Optional.empty()
        : Optional.of(
            new Skip(blocks * block, count.minus(snapshots.get(g - block).count).times(blocks)));
  }
}
