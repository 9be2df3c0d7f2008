package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.WeightTiles;
import java.util.ArrayList;
import java.util.List;

/**
 * The folds of a layer in order: band, group of the convolution, tile of kernels, tile of the
 * window, tile of pixels, pass. Weights are used once a band, in the order in which they lie.
 */
final class FoldSequence {
  private final Dataflow dataflow;
  private final WeightTiles tiles;
  private final int passes;
  private final int pixelTile;
  private final List<Fold> folds = new ArrayList<>();

  private FoldSequence(Dataflow dataflow, WeightTiles tiles, int passes, int pixelTile) {
    this.dataflow = dataflow;
    this.tiles = tiles;
    this.passes = passes;
    this.pixelTile = pixelTile;
  }

  /**
   * @param pixelTile pixels of a fold at most
   */
  static List<Fold> of(
      Dataflow dataflow,
      WeightTiles tiles,
      int passes,
      int pixelTile,
      List<Band> bands,
      int outputWidth) {
    FoldSequence sequence = new FoldSequence(dataflow, tiles, passes, pixelTile);
    int firstTile = 0;
    for (int b = 0; b < bands.size(); b++) {
      firstTile = b == 0 || bands.get(b).weightsKept() ? 0 : firstTile + tiles.count();
      sequence.band(b, firstTile, bands.get(b).rows() * outputWidth);
    }
    return sequence.folds;
  }

  private void band(int band, int firstTile, int pixels) {
    int tile = firstTile;
    for (int group = 0; group < tiles.groups(); group++) {
      for (int kernelTile = 0; kernelTile < tiles.kernelTiles(); kernelTile++) {
        for (int windowTile = 0; windowTile < tiles.windowTiles(); windowTile++) {
          boolean lastTile = tile == firstTile + tiles.count() - 1;
          Fold.Weights weights = new Fold.Weights(tile, group, kernelTile, windowTile);
          tile(band, weights, pixels, lastTile);
          tile++;
        }
      }
    }
  }

  private void tile(int band, Fold.Weights weights, int pixels, boolean lastTile) {
    for (int first = 0; first < pixels; first += pixelTile) {
      int count = Math.min(pixelTile, pixels - first);
      boolean lastPixels = first + count == pixels;
      int vectors =
          switch (dataflow) {
            case WEIGHT_STATIONARY -> count;
            case INPUT_STATIONARY -> tiles.kernelsOf(weights.kernelTile());
            case OUTPUT_STATIONARY -> tiles.window();
          };
      for (int pass = 0; pass < passes; pass++) {
        boolean lastPass = pass == passes - 1;
        folds.add(
            new Fold(
                band,
                weights,
                pass,
                first,
                count,
                vectors,
                new Fold.Last(
                    lastPass && weights.windowTile() == tiles.windowTiles() - 1,
                    lastPass && lastPixels,
                    lastPass && lastPixels && lastTile)));
      }
    }
  }
}
