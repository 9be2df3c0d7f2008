package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.RowBands.RowCut;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;

/**
 * The tilings that a buffer allows: every number of output rows a band (of a systolic array, every
 * number of bands as even as can be), with several amounts of weights in the buffer at once, and
 * both loop orders. What a buffer allows a larger one allows too, so that choosing the fastest
 * never takes longer with more.
 */
public final class FeasibleTilings {
  private FeasibleTilings() {}

  /** Bytes of all weights as they lie in memory. */
  public static long weightBytes(LayerWorkload.Convolution c, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? KernelGroups.of(c, array.atomicKernels(), hardware.memory()).totalBytes()
        : tiles(c, (ArrayConfig.Systolic) hardware.array(), hardware).totalBytes();
  }

  /** Bytes of the weights that so much room holds before any is used; at least one unit's. */
  public static long firstWeightBytes(
      LayerWorkload.Convolution c, HardwareConfig hardware, long capacityBytes) {
    IntToLongFunction end;
    int count;
    if (hardware.array() instanceof ArrayConfig.DotProduct array) {
      KernelGroups groups = KernelGroups.of(c, array.atomicKernels(), hardware.memory());
      end = groups::endByte;
      count = groups.count();
    } else {
      WeightTiles tiles = tiles(c, (ArrayConfig.Systolic) hardware.array(), hardware);
      end = tiles::endByte;
      count = tiles.count();
    }
    long bytes = end.applyAsLong(0);
    for (int i = 1; i < count && end.applyAsLong(i) <= capacityBytes; i++) {
      bytes = end.applyAsLong(i);
    }
    return bytes;
  }

  /** Tilings for any array, most rows a band first. */
  public static List<Tiling> of(LayerWorkload.Convolution c, HardwareConfig hardware) {
    return cuts(c, hardware).stream().flatMap(cut -> of(c, cut, hardware).stream()).toList();
  }

  /** All heights of bands, most rows first. */
  public static List<RowCut> cuts(LayerWorkload.Convolution c, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? RowBands.cuts(
            c,
            KernelGroups.of(c, array.atomicKernels(), hardware.memory()).groupBytes(),
            hardware.buffer(),
            hardware.memory())
        : RowBands.pairwiseCuts(c, hardware.buffer(), hardware.memory());
  }

  /** All tilings with bands of one height; none is faster than {@link #lightest}. */
  public static List<Tiling> of(LayerWorkload.Convolution c, RowCut cut, HardwareConfig hardware) {
    List<Tiling> tilings = new ArrayList<>();
    if (hardware.array() instanceof ArrayConfig.DotProduct array) {
      KernelGroups groups = KernelGroups.of(c, array.atomicKernels(), hardware.memory());
      dotProduct(c, groups, cut, tilings);
      long unit = groups.groupBytes();
      parts(c, cut, unit, array.atomicKernels(), hardware.memory(), tilings);
      return tilings;
    }
    ArrayConfig.Systolic array = (ArrayConfig.Systolic) hardware.array();
    WeightTiles tiles = tiles(c, array, hardware);
    tilings.add(whole(c, cut, tiles.totalBytes()));
    int columns = SystolicMapping.of(c, array, hardware.precision()).columns();
    long unit = tiles.partBytes(columns);
    parts(c, cut, unit, columns, hardware.memory(), tilings);
    return tilings;
  }

  /** Bands of one height whose weights are read once and not ahead. It need not fit. */
  public static Tiling lightest(LayerWorkload.Convolution c, RowCut cut) {
    return Tiling.ofRows(c, new RowBands(RowBands.bands(c, cut.rows(), true), 0));
  }

  /** The layer as one launch of the hardware runs it: cut only if the buffer demands it. */
  public static Tiling uncut(LayerWorkload.Convolution c, HardwareConfig hardware) {
    if (hardware.array() instanceof ArrayConfig.DotProduct array) {
      KernelGroups groups = KernelGroups.of(c, array.atomicKernels(), hardware.memory());
      RowCut cut = RowBands.fewest(c, groups.groupBytes(), hardware.buffer(), hardware.memory());
      return whole(c, cut, groups.totalBytes());
    }
    long total = tiles(c, (ArrayConfig.Systolic) hardware.array(), hardware).totalBytes();
    return whole(c, RowBands.pairwiseCuts(c, hardware.buffer(), hardware.memory()).get(0), total);
  }

  /** All kernels in one part, with all the room that the input leaves for weights. */
  private static Tiling whole(LayerWorkload.Convolution c, RowCut cut, long totalBytes) {
    boolean fit = totalBytes <= cut.weightCapacityBytes();
    List<Band> bands = RowBands.bands(c, cut.rows(), fit);
    return Tiling.ofRows(c, new RowBands(bands, cut.weightCapacityBytes()));
  }

  /**
   * Weights are fetched as far ahead as the banks given to them allow, and the first fetch delays
   * the input that comes with it: fewer banks may be faster, so several numbers of kernel groups
   * are tried.
   */
  private static void dotProduct(
      LayerWorkload.Convolution c, KernelGroups groups, RowCut cut, List<Tiling> tilings) {
    RowBands bands = new RowBands(RowBands.bands(c, cut.rows(), false), 0);
    // The last group differs in size: room for so many groups is not always room for it too.
    Set<Long> rooms = new LinkedHashSet<>();
    for (int ahead = 1; ahead <= groups.count(); ahead = next(ahead)) {
      rooms.add(ahead * groups.groupBytes());
      rooms.add((ahead - 1) * groups.groupBytes() + groups.lastBytes());
    }
    for (long bytes : rooms) {
      if (bytes <= Math.max(groups.groupBytes(), cut.weightCapacityBytes())) {
        tilings.add(Tiling.ofRows(c, bands.withCapacity(bytes)));
      }
    }
    boolean fit = groups.totalBytes() <= cut.weightCapacityBytes();
    if (fit) {
      List<Band> kept = RowBands.bands(c, cut.rows(), fit);
      tilings.add(Tiling.ofRows(c, new RowBands(kept, groups.totalBytes())));
    }
  }

  private static WeightTiles tiles(
      LayerWorkload.Convolution c, ArrayConfig.Systolic array, HardwareConfig hardware) {
    return WeightTiles.of(
        c, array.dataflow(), SystolicMapping.of(c, array, hardware.precision()), hardware.memory());
  }

  /** Parts of the kernels whose weights fit, each over all bands. */
  private static void parts(
      LayerWorkload.Convolution c,
      RowCut cut,
      long unitBytes,
      int unitKernels,
      MemoryConfig memory,
      List<Tiling> tilings) {
    // Groups of a part would have to be told apart; compressed ones differ in size.
    if (c.groups() > 1 || !c.zeroWeights().isEmpty()) {
      return;
    }
    RowBands kept = new RowBands(RowBands.bands(c, cut.rows(), true), 0);
    for (int units = 1; units * unitKernels < c.outputChannels(); units = next(units)) {
      long bytes = StoredTensors.alignedBytes(units * unitBytes);
      int kernels = units * unitKernels;
      if (bytes <= cut.weightCapacityBytes() && wholeAtoms(c, kernels, memory)) {
        tilings.add(new Tiling(kernels, kept.withCapacity(bytes)));
      }
    }
  }

  /** Parts that share an atom would have to read it back. */
  private static boolean wholeAtoms(LayerWorkload.Convolution c, int kernels, MemoryConfig memory) {
    return wholeAtoms(c.outputBits(), kernels, memory)
        && wholeAtoms(c.fusedAddBits(), kernels, memory);
  }

  private static boolean wholeAtoms(List<Integer> widths, int kernels, MemoryConfig memory) {
    for (int bits : widths) {
      if (kernels % StoredTensors.elementsPerAtom(bits, memory) != 0) {
        return false;
      }
    }
    return true;
  }

  /** 1, 2, 3, 4, 6, 8, 12, 16, 24, …: the same whatever the buffer. */
  private static int next(int amount) {
    if (amount < 4) {
      return amount + 1;
    }
    return Integer.bitCount(amount) == 1 ? amount / 2 * 3 : amount / 3 * 4;
  }
}
