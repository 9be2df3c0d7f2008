package dev.twobit.hardware;

import java.util.Optional;

/**
 * Silicon area from the same sources as the energies; {@link SiliconArea} adds it up.
 *
 * @param macSquareMicrometres one native MAC with its registers
 * @param fusedMacSquareMicrometres one native MAC of a fusion unit, its share of shifts, adders and
 *     signed slices within; in place of the former with spatial composition
 * @param shiftAccumulatorSquareMicrometres one per accumulating lane, with temporal composition
 * @param bufferSquareMicrometresPerByte the operand buffer
 * @param postProcessorSquareMicrometres the post-processor and whatever else the core has
 * @param equalSiliconAs accelerator that this one is held against, a name of the catalog or a file;
 *     empty if none
 */
public record AreaConfig(
    double macSquareMicrometres,
    double fusedMacSquareMicrometres,
    double shiftAccumulatorSquareMicrometres,
    double bufferSquareMicrometresPerByte,
    double postProcessorSquareMicrometres,
    String equalSiliconAs) {

  /** The accelerator to be held against, if the file names one. */
  public Optional<String> sibling() {
    return equalSiliconAs.isEmpty() ? Optional.empty() : Optional.of(equalSiliconAs);
  }
}
