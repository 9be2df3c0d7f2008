package dev.twobit.simulator.validation;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.List;

/**
 * The shape behind a number of NVDLA MACs. 64, 256, 512, 1024 and 2048 are those of nvdla/hw
 * spec/defs (nv_small, nv_small_256, nv_medium_512, nv_medium_1024_full, nv_large); no
 * specification of 32 and 128 is public: 64 with half its kernels and 256 with half its channels.
 *
 * @param beatBytes width of the primary memory interface
 * @param outputs of the post-processor a clock; {@code pooled} and {@code elementwise} likewise
 */
record NvdlaSize(
    int macs,
    int atomicChannels,
    int atomicKernels,
    int atomBytes,
    int beatBytes,
    int outputs,
    int pooled,
    int elementwise) {
  private static final int BANKS = 32;

  /** nv_large's, whose banks are 64 bytes wide; the others' are 8 or 32. */
  private static final int WIDE_BANKS = 16;

  private static final int WIDE_BYTES = 64;

  /**
   * Output positions in flight on nv_small, of 8 kernels
   * (simulator/docs/nvdla-rtl.md#the-measured-rows).
   */
  private static final int FEWEST_CREDITS = 16;

  private static final List<NvdlaSize> PUBLISHED =
      List.of(
          new NvdlaSize(32, 8, 4, 8, 8, 1, 1, 1),
          new NvdlaSize(64, 8, 8, 8, 8, 1, 1, 1),
          new NvdlaSize(128, 16, 8, 8, 8, 1, 1, 1),
          new NvdlaSize(256, 32, 8, 8, 8, 1, 1, 1),
          new NvdlaSize(512, 32, 16, 16, 16, 4, 2, 1),
          new NvdlaSize(1024, 32, 32, 32, 32, 8, 4, 2),
          new NvdlaSize(2048, 64, 32, 32, 32, 16, 8, 4));

  /**
   * The size of a row: by column "macs", or with the atom in columns "atomic_c" and "atomic_k"
   * where given.
   */
  static NvdlaSize of(Row row) {
    int macs = row.atLeast(1, "macs");
    if (row.has("atomic_c") || row.has("atomic_k")) {
      int channels = row.atLeast(1, "atomic_c");
      int kernels = row.atLeast(1, "atomic_k");
      if ((long) channels * kernels != macs) {
        throw row.error("macs", "expected atomic_c x atomic_k = " + (long) channels * kernels);
      }
      NvdlaSize like = nearest(macs);
      return new NvdlaSize(
          macs,
          channels,
          kernels,
          like.atomBytes,
          like.beatBytes,
          like.outputs,
          like.pooled,
          like.elementwise);
    }
    return PUBLISHED.stream()
        .filter(size -> size.macs == macs)
        .findFirst()
        .orElseThrow(
            () ->
                row.error(
                    "macs",
                    "expected one of "
                        + PUBLISHED.stream().map(NvdlaSize::macs).toList()
                        + ", or columns 'atomic_c' and 'atomic_k'"));
  }

  /** The largest published size that is no larger; the smallest if none is. */
  private static NvdlaSize nearest(int macs) {
    return PUBLISHED.stream()
        .filter(size -> size.macs <= macs)
        .reduce((smaller, larger) -> larger)
        .orElse(PUBLISHED.get(0));
  }

  /**
   * @param base pipeline depths, precision, energies
   * @param bytesPerCycle of memory in one direction
   */
  HardwareConfig on(HardwareConfig base, int bufferBytes, double bytesPerCycle, Overlap overlap) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) base.array();
    MemoryConfig memory = base.memory();
    int banks = atomicChannels < WIDE_BYTES ? BANKS : WIDE_BANKS;
    int credits = Math.max(FEWEST_CREDITS, 2 * atomicKernels);
    String size = atomicChannels + "x" + atomicKernels + " int8 MACs";
    return base.with(new HardwareConfig.Label("nvdla-" + macs, size))
        .with(
            new ArrayConfig.DotProduct(
                atomicChannels,
                atomicKernels,
                credits,
                array.pipeline(),
                array.packFirstLayer(),
                array.handover()))
        .with(new BufferConfig(banks, Math.max(1, bufferBytes / banks)))
        .with(
            new MemoryConfig(
                beatBytes,
                beatBytes / bytesPerCycle,
                memory.readLatencyCycles(),
                atomBytes,
                overlap))
        .with(
            new PostProcessorConfig(
                outputs, pooled, elementwise, base.postProcessor().parameterFifoBeats()))
        .with(HostLink.NONE);
  }
}
