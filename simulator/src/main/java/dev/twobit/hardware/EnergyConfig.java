package dev.twobit.hardware;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Energy per event, each from a cited row.
 *
 * @param postProcessorPicojoulesPerElement one element through the post-processor
 * @param node technology node of the energies on chip and whether they were scaled to it, in words
 */
public record EnergyConfig(
    @JsonUnwrapped Products products,
    @JsonUnwrapped Traffic traffic,
    double postProcessorPicojoulesPerElement,
    @JsonUnwrapped Leakage leakage,
    String node) {
  private static final String NOT_STATED = "not stated";

  /** Of no node in particular. */
  public EnergyConfig(
      Products products,
      Traffic traffic,
      double postProcessorPicojoulesPerElement,
      Leakage leakage) {
    this(products, traffic, postProcessorPicojoulesPerElement, leakage, NOT_STATED);
  }

  /** For what counts clocks alone. */
  public static final EnergyConfig NONE =
      new EnergyConfig(new Products(0, 0, 0), new Traffic(0, 0, 0), 0, new Leakage(0, 0, 0));

  /**
   * A product with its sum.
   *
   * @param macPicojoules one native MAC including its accumulator and pipeline registers
   * @param composedMacPicojoules one native product within a wider product, temporal composition
   * @param fusedMacPicojoules one native product of a fusion unit, spatial composition; in place of
   *     both
   */
  public record Products(
      double macPicojoules, double composedMacPicojoules, double fusedMacPicojoules) {}

  /**
   * A byte moved.
   *
   * @param sramReadPicojoulesPerByte operand buffer read
   * @param sramWritePicojoulesPerByte operand buffer write
   * @param dramPicojoulesPerByte external memory, read or write
   */
  public record Traffic(
      double sramReadPicojoulesPerByte,
      double sramWritePicojoulesPerByte,
      double dramPicojoulesPerByte) {}

  /**
   * What a unit takes all the time.
   *
   * @param macLeakageNanowatts one native MAC
   * @param fusedMacLeakageNanowatts the same of a fusion unit's
   * @param shiftAccumulatorLeakageNanowatts one shift-accumulator of temporal composition
   * @param idleMilliwatts clock tree, sequencers and registers of the whole core, and its buffers'
   *     leakage; 0 where that is left out
   */
  public record Leakage(
      double macLeakageNanowatts,
      double fusedMacLeakageNanowatts,
      double shiftAccumulatorLeakageNanowatts,
      double idleMilliwatts) {
    /** The array's leakage alone. */
    public Leakage(
        double macLeakageNanowatts,
        double fusedMacLeakageNanowatts,
        double shiftAccumulatorLeakageNanowatts) {
      this(macLeakageNanowatts, fusedMacLeakageNanowatts, shiftAccumulatorLeakageNanowatts, 0);
    }
  }
}
