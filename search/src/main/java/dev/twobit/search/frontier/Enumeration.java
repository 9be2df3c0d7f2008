package dev.twobit.search.frontier;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every genotype of a space, the last unit's width fastest. */
final class Enumeration {
  private final List<SearchUnit> units;
  private final Limits limits;
  private final int[] stride;
  private final int count;

  Enumeration(SearchSpace space, Limits limits) {
    this.units = List.copyOf(space.units().values());
    this.limits = limits;
    this.stride = new int[units.size()];
    int genotypes = 1;
    for (int i = units.size() - 1; i >= 0; i--) {
      stride[i] = genotypes;
      genotypes = Math.multiplyExact(genotypes, units.get(i).candidates().size());
    }
    this.count = genotypes;
  }

  /** Those that fit and have no wider neighbour that does. */
  List<Map<String, Integer>> maximal() {
    BitSet fits = new BitSet(count);
    for (int at = 0; at < count; at++) {
      fits.set(at, limits.fits(genotype(at)));
    }
    List<Map<String, Integer>> maximal = new ArrayList<>();
    for (int at = fits.nextSetBit(0); at >= 0; at = fits.nextSetBit(at + 1)) {
      if (isMaximal(at, fits)) {
        maximal.add(genotype(at));
      }
    }
    return maximal;
  }

  private boolean isMaximal(int at, BitSet fits) {
    for (int i = 0; i < units.size(); i++) {
      boolean widest = digit(at, i) == units.get(i).candidates().size() - 1;
      if (!widest && fits.get(at + stride[i])) {
        return false;
      }
    }
    return true;
  }

  private int digit(int at, int unit) {
    return at / stride[unit] % units.get(unit).candidates().size();
  }

  private Map<String, Integer> genotype(int at) {
    Map<String, Integer> widths = new LinkedHashMap<>(2 * units.size());
    for (int i = 0; i < units.size(); i++) {
      widths.put(units.get(i).name(), units.get(i).candidates().get(digit(at, i)));
    }
    return widths;
  }
}
