package dev.twobit.hardware;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** Geometry and timing of the MAC array. */
public sealed interface ArrayConfig {

  /** Native MAC units. */
  long macUnits();

  /**
   * NVDLA-style dot-product array: each clock, {@code atomicKernels} kernels times {@code
   * atomicChannels} channels of one output position.
   *
   * @param accumulatorCredits output positions the accumulator can hold in flight
   * @param packFirstLayer images of at most 4 channels are packed along the row so that the array's
   *     channels are filled with kernel columns
   * @param handover what lies between two operations
   */
  record DotProduct(
      int atomicChannels,
      int atomicKernels,
      int accumulatorCredits,
      @JsonUnwrapped Pipeline pipeline,
      boolean packFirstLayer,
      Handover handover)
      implements ArrayConfig {
    /** One whose operations follow each other as the RTL's do. */
    public DotProduct(
        int atomicChannels,
        int atomicKernels,
        int accumulatorCredits,
        Pipeline pipeline,
        boolean packFirstLayer) {
      this(
          atomicChannels,
          atomicKernels,
          accumulatorCredits,
          pipeline,
          packFirstLayer,
          Handover.RTL);
    }

    @Override
    public long macUnits() {
      return (long) atomicChannels * atomicKernels;
    }
  }

  /**
   * Depths of a dot-product array's stages in clocks; the RTL's:
   * simulator/docs/nvdla-rtl.md#constants.
   *
   * @param fetchGrain lines of input that are fetched in one pass over the surfaces
   * @param dataFetchCycles input on its way through the fetch unit, memory and line buffer apart:
   *     from the layer's start to the sequencer's loading of weights for its first operation
   * @param weightFetchCycles the same for weights
   * @param firstMacDelayCycles operation taken to its first MAC
   * @param firstOutputDelayCycles a stripe's last operation taken to its first deliverable output
   * @param creditReturnCycles last element of a position delivered to its credit back
   * @param tailCycles last output element to the interrupt
   */
  record Pipeline(
      int fetchGrain,
      int dataFetchCycles,
      int weightFetchCycles,
      int firstMacDelayCycles,
      int firstOutputDelayCycles,
      int creditReturnCycles,
      int tailCycles) {}

  /**
   * Clocks between the operations of a dot-product array whose registers are written ahead
   * (simulator/docs/nvdla-rtl.md#layers-back-to-back). A fetch begins when its first request could
   * be at the port of an operation that is enabled in that clock.
   *
   * @param dataOverCycles last beat of the input read out of the line buffer, memory apart, to
   *     where the next fetch begins
   * @param weightsOverCycles last beat of the weights asked for, to the same
   * @param turnCycles last position of an operation sent to the array, to the next operation's
   *     first, its kernels' way into the array apart
   * @param splitCycles what that is more if the split of the banks is another
   * @param bankCycles last position sent, to where a fetch into another split of the banks begins
   * @param releaseCycles last position sent, to where a fetch into its banks begins
   */
  record Handover(
      int dataOverCycles,
      int weightsOverCycles,
      int turnCycles,
      int splitCycles,
      int bankCycles,
      int releaseCycles) {
    /** Of nvdla/hw. */
    public static final Handover RTL = new Handover(30, 33, 57, 2, 39, 1);
  }

  /** What stays in the PEs of a systolic array. */
  enum Dataflow {
    WEIGHT_STATIONARY,
    OUTPUT_STATIONARY,
    INPUT_STATIONARY
  }

  /** What happens between two folds. */
  enum FoldOverlap {
    /** Every fold fills and drains alone, as SCALE-Sim counts. */
    NONE,
    /** The next stationary operand is loaded while this fold streams. */
    PRELOAD
  }

  /** How the groups of a grouped or depthwise convolution lie on a systolic array. */
  enum GroupPacking {
    /** One group at a time. */
    NONE,
    /**
     * As many groups at once as fit along the diagonal, each with rows and columns of its own; what
     * is off the diagonal is zero. Weight-stationary arrays only.
     */
    DIAGONAL
  }

  /** Systolic array of {@code rows} x {@code columns} PEs. */
  record Systolic(
      int rows, int columns, Dataflow dataflow, FoldOverlap foldOverlap, GroupPacking groupPacking)
      implements ArrayConfig {

    /** One group of a grouped convolution at a time. */
    public Systolic(int rows, int columns, Dataflow dataflow, FoldOverlap foldOverlap) {
      this(rows, columns, dataflow, foldOverlap, GroupPacking.NONE);
    }

    @Override
    public long macUnits() {
      return (long) rows * columns;
    }
  }
}
