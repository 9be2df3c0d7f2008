package dev.twobit.simulator.workload;

/**
 * What a layer did, in counts that energies multiply.
 *
 * @param nativeMacs native products of layers at the MAC's own width
 * @param composedMacs native products spent on wider layers (16 a MAC for 8x8 on 2x2)
 * @param sramReadBytes operand buffer reads; {@code sramWriteBytes} its writes
 * @param dramReadBytes external memory reads, halo and re-fetch included
 * @param dramHaloBytes the part of the reads that is rows fetched again
 * @param dramWriteBytes external memory writes, every copy
 * @param postProcessorElements elements through the post-processor
 */
public record Activity(
    long nativeMacs,
    long composedMacs,
    long sramReadBytes,
    long sramWriteBytes,
    long dramReadBytes,
    long dramHaloBytes,
    long dramWriteBytes,
    long postProcessorElements) {
  public static final Activity ZERO = new Activity(0, 0, 0, 0, 0, 0, 0, 0);

  public Activity times(int count) {
    return new Activity(
        nativeMacs * count,
        composedMacs * count,
        sramReadBytes * count,
        sramWriteBytes * count,
        dramReadBytes * count,
        dramHaloBytes * count,
        dramWriteBytes * count,
        postProcessorElements * count);
  }

  public Activity plus(Activity other) {
    return new Activity(
        nativeMacs + other.nativeMacs,
        composedMacs + other.composedMacs,
        sramReadBytes + other.sramReadBytes,
        sramWriteBytes + other.sramWriteBytes,
        dramReadBytes + other.dramReadBytes,
        dramHaloBytes + other.dramHaloBytes,
        dramWriteBytes + other.dramWriteBytes,
        postProcessorElements + other.postProcessorElements);
  }
}
