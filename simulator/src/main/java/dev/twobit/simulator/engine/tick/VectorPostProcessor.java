package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Takes result vectors of the systolic array to codes, so many elements a clock, no two vectors in
 * one clock. A vector waits for the operands of a fused add, the first of a tile of kernels for
 * their parameters; its bytes leave with its end.
 */
final class VectorPostProcessor {
  private final LayerWorkload.Convolution layer;
  private final Dataflow dataflow;
  private final WeightTiles tiles;
  private final List<Band> bands;
  private final MemoryConfig memory;
  private final int throughput;
  private final ResultQueue results;
  private final Sums sums;
  private final WritePort port;
  private final Codes codes;
  private final ToLongFunction<Fold> parameters;

  private int band = -1;
  private AtomFill fill;
  private boolean busy;
  private int lane;
  private long bytes;
  private long arrived;
  private long arrivedParameters;
  private int left;

  VectorPostProcessor(
      LayerWorkload.Convolution layer,
      Dataflow dataflow,
      WeightTiles tiles,
      List<Band> bands,
      HardwareConfig hardware,
      ResultQueue results,
      Sums sums,
      WritePort port,
      Codes codes,
      ToLongFunction<Fold> parameters) {
    this.parameters = parameters;
    this.layer = layer;
    this.dataflow = dataflow;
    this.tiles = tiles;
    this.bands = bands;
    this.memory = hardware.memory();
    this.throughput = hardware.postProcessor().outputElementsPerCycle();
    this.results = results;
    this.sums = sums;
    this.port = port;
    this.codes = codes;
    this.fill = new AtomFill(List.of(), 0, 0, memory);
    this.left = layer.outputChannels() * layer.outputHeight() * layer.outputWidth();
  }

  void receiveOperands(int size) {
    arrived += size;
  }

  void receiveParameters(int size) {
    arrivedParameters += size;
  }

  /** One clock; whether it worked in it. */
  boolean clock() {
    if (!busy && results.hasNext()) {
      long wanted = operandBytes(results.fold(), results.vector());
      long read = results.vector() == 0 ? parameters.applyAsLong(results.fold()) : 0;
      busy = arrived >= wanted && arrivedParameters >= read;
      if (busy) {
        arrived -= wanted;
        arrivedParameters -= read;
        lane = 0;
        begin(results.fold().band());
      }
    }
    if (!busy) {
      return false;
    }
    deliver(results.fold(), results.vector());
    return true;
  }

  private void begin(int number) {
    if (number != band) {
      band = number;
      int pixels = bands.get(number).rows() * layer.outputWidth();
      fill = new AtomFill(layer.outputBits(), layer.outputChannels(), pixels, memory);
    }
  }

  private void deliver(Fold fold, int vector) {
    boolean byKernel = dataflow == Dataflow.INPUT_STATIONARY;
    int size = byKernel ? fold.pixels() : tiles.kernelsOf(fold.weights().kernelTile());
    int past = Math.min(size, lane + throughput);
    for (int i = lane; i < past; i++) {
      element(fold, byKernel ? vector : i, fold.firstPixel() + (byKernel ? i : vector));
    }
    lane = past;
    if (lane == size) {
      busy = false;
      port.queue(bytes);
      bytes = 0;
      left -= size;
      results.take();
      if (left == 0) {
        port.end();
      }
    }
  }

  private void element(Fold fold, int k, int pixel) {
    int channel = sums.kernel(fold, k);
    int layerPixel = bands.get(fold.band()).firstRow() * layer.outputWidth() + pixel;
    int index = channel * layer.outputHeight() * layer.outputWidth() + layerPixel;
    bytes += codes.deliver(sums.value(fold, k, layerPixel), index, channel, pixel, fill);
  }

  /** Atoms of fused operands that begin with the channels of a result vector. */
  private long operandBytes(Fold fold, int vector) {
    if (layer.fusedAddBits().isEmpty()) {
      return 0;
    }
    return dataflow == Dataflow.INPUT_STATIONARY
        ? begun(fold, vector, vector + 1) * fold.pixels()
        : begun(fold, 0, tiles.kernelsOf(fold.weights().kernelTile()));
  }

  /** Bytes of atoms of one pixel that begin with kernels {@code [from, past)} of a fold. */
  private long begun(Fold fold, int from, int past) {
    long atoms = 0;
    for (int bits : layer.fusedAddBits()) {
      int perAtom = StoredTensors.elementsPerAtom(bits, memory);
      for (int k = from; k < past; k++) {
        atoms += sums.kernel(fold, k) % perAtom == 0 ? 1 : 0;
      }
    }
    return atoms * memory.atomBytes();
  }

  /** Operand bytes of all result vectors of a fold. */
  long operandBytes(Fold fold) {
    if (layer.fusedAddBits().isEmpty() || !fold.last().ofSums()) {
      return 0;
    }
    return begun(fold, 0, tiles.kernelsOf(fold.weights().kernelTile())) * fold.pixels();
  }

  /** All elements of the layer are delivered. */
  boolean isDone() {
    return left == 0;
  }
}
