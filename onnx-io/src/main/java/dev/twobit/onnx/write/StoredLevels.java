package dev.twobit.onnx.write;

import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.PackedIntegers;
import java.util.List;

/**
 * Weight levels as integers of an ONNX type: as they are, or where all are odd and that takes fewer
 * bits, as codes (level - 1) / 2, whose value is code x 2 step + step.
 *
 * @param halved whether they are such codes
 */
@SuppressWarnings("ArrayRecordComponent") // weights: never compared
record StoredLevels(PackedIntegers type, int[] codes, boolean halved) {

  /**
   * @param types narrowest first; the last holds 8 bits
   */
  static StoredLevels of(Weights weights, List<PackedIntegers> types) {
    int[] plain = new int[weights.levels().length];
    int[] half = new int[plain.length];
    boolean odd = plain.length > 0;
    for (int i = 0; i < plain.length; i++) {
      plain[i] = weights.levels()[i];
      half[i] = Math.floorDiv(plain[i] - 1, 2);
      odd &= plain[i] % 2 != 0;
    }
    for (PackedIntegers type : types) {
      if (type.holds(plain)) {
        return new StoredLevels(type, plain, false);
      }
      if (odd && type.holds(half)) {
        return new StoredLevels(type, half, true);
      }
    }
    throw new IllegalStateException("levels that 8 bits do not hold");
  }
}
