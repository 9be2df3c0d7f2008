package dev.twobit.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The unit that all energies of a page or of a command's text are in, so that they can be compared:
 * the largest unit in which the largest of them is at least one.
 */
public enum EnergyUnit {
  MILLIJOULES("mJ", 1e9, 5),
  MICROJOULES("µJ", 1e6, 3),
  NANOJOULES("nJ", 1e3, 3),
  PICOJOULES("pJ", 1, 3);

  private static final double PICOJOULES_A_MILLIJOULE = 1e9;

  private final String symbol;
  private final double picojoules;
  private final int decimals;

  EnergyUnit(String symbol, double picojoules, int decimals) {
    this.symbol = symbol;
    this.picojoules = picojoules;
    this.decimals = decimals;
  }

  /** For energies up to the largest of these. */
  public static EnergyUnit ofMillijoules(DoubleStream energies) {
    double largest = energies.max().orElse(0) * PICOJOULES_A_MILLIJOULE;
    for (EnergyUnit unit : values()) {
      if (largest >= unit.picojoules) {
        return unit;
      }
    }
    return PICOJOULES;
  }

  public String symbol() {
    return symbol;
  }

  /** The symbol as options are typed: without letters that keyboards lack. */
  public String plainSymbol() {
    return symbol.replace('µ', 'u');
  }

  /** How many picojoules it is. */
  double picojoules() {
    return picojoules;
  }

  /** With as many decimals as every energy of the page, for columns. */
  public String fixed(double energyPicojoules) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", energyPicojoules / picojoules);
  }

  /** The same of so many millijoules. */
  public String fixedMillijoules(double millijoules) {
    return fixed(millijoules * PICOJOULES_A_MILLIJOULE);
  }

  /** The same with the plain symbol. */
  public String plain(double millijoules) {
    return fixedMillijoules(millijoules) + " " + plainSymbol();
  }

  /** With three or four significant digits. */
  String figure(double energyPicojoules) {
    return Format.figure(energyPicojoules / picojoules);
  }

  /** The same with the symbol. */
  String figureMillijoules(double millijoules) {
    return figure(millijoules * PICOJOULES_A_MILLIJOULE) + " " + symbol;
  }
}
