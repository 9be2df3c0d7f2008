package dev.twobit.search.supernet;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A parameter as rows, columns and what is left, to be rearranged.
 *
 * @param area entries of one row and column
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // is changed in place
record KernelArray(int rows, int columns, int area, float[] values) {
  static KernelArray of(Tensor tensor) {
    int rows = tensor.dim() > 0 ? (int) tensor.size(0) : 1;
    int columns = tensor.dim() > 1 ? (int) tensor.size(1) : 1;
    int area = Math.toIntExact(tensor.numel() / Math.max(1, (long) rows * columns));
    return new KernelArray(rows, columns, area, Torch.floats(tensor));
  }

  void writeTo(Tensor tensor) {
    try (NoGradGuard guard = new NoGradGuard()) {
      tensor.copy_(Torch.tensor(values, tensor.sizes().vec().get()));
    }
  }

  int index(int row, int column) {
    return (row * columns + column) * area;
  }

  /**
   * Takes over another's entries.
   *
   * @param moves rows, and columns, of this that those of the other become; as they are if none
   */
  void place(KernelArray other, int[]... moves) {
    for (int r = 0; r < other.rows; r++) {
      int row = moves.length > 0 ? moves[0][r] : r;
      for (int c = 0; c < other.columns; c++) {
        int column = moves.length > 1 ? moves[1][c] : c;
        System.arraycopy(other.values, other.index(r, c), values, index(row, column), area);
      }
    }
  }

  void copyRow(int from, int to) {
    System.arraycopy(values, index(from, 0), values, index(to, 0), columns * area);
  }

  /** Population standard deviation. */
  double deviation() {
    double sum = 0;
    double squares = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
    }
    double mean = sum / values.length;
    return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  }
}
