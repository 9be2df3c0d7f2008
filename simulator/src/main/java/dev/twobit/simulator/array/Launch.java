package dev.twobit.simulator.array;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.Tiling.Part;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation of a dot-product array as a driver programs it behind others.
 *
 * @param layer the convolution, with the kernels of this operation alone
 * @param firstKernel where they begin in the convolution that it is a part of
 * @param rows the bands that the layer is cut into
 * @param band the one that this operation computes
 * @param banks how it divides the buffer
 * @param waits it reads what the operation before it writes, so that it begins when that is done
 * @param enabledAt the clock of the chain in which the driver has written its registers; 0 if that
 *     was done ahead
 */
public record Launch(
    LayerWorkload.Convolution layer,
    int firstKernel,
    RowBands rows,
    Band band,
    BankSplit banks,
    boolean waits,
    long enabledAt) {

  /**
   * The operations of a convolution: bands within parts of its kernels.
   *
   * @param waits whether the first reads what was written just before
   */
  public static List<Launch> of(
      LayerWorkload.Convolution c, Tiling tiling, BankSplit banks, boolean waits) {
    List<Launch> launches = new ArrayList<>();
    for (Part part : tiling.parts(c)) {
      boolean all = part.kernels() == c.outputChannels();
      LayerWorkload.Convolution kernels =
          all ? c : c.withChannels(c.inputChannels(), part.kernels());
      for (Band band : tiling.rows().bands()) {
        launches.add(
            new Launch(
                kernels, part.first(), tiling.rows(), band, banks, waits && launches.isEmpty(), 0));
      }
    }
    return launches;
  }

  /** The same with the split that the tiling asks for. */
  public static List<Launch> of(
      LayerWorkload.Convolution c, Tiling tiling, BufferConfig buffer, boolean waits) {
    return of(c, tiling, BankSplit.of(tiling.rows(), buffer), waits);
  }
}
