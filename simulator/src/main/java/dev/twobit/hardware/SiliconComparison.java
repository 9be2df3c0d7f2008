package dev.twobit.hardware;

import dev.twobit.network.InvalidInputException;
import java.util.Optional;

/**
 * Two accelerators' areas and how densely native MACs lie in them, whatever a network takes on
 * either.
 *
 * @param macArrayAreaRatio MACs and what composing them takes, over the same of {@code against}
 * @param wholeCoreAreaRatio buffer and post-processor included
 * @param macsPerSquareMillimetre native MACs over the area of the MAC array
 * @param macsPerSquareMillimetreOfCore native MACs over the whole core
 * @param macsRatioAtEqualArray native MACs for those of {@code against} on the same area of array
 * @param macsRatioAtEqualCore the same on the same area of core
 */
public record SiliconComparison(
    String hardware,
    String against,
    SiliconArea area,
    SiliconArea areaAgainst,
    double macArrayAreaRatio,
    double wholeCoreAreaRatio,
    double macsPerSquareMillimetre,
    double macsPerSquareMillimetreAgainst,
    double macsPerSquareMillimetreOfCore,
    double macsPerSquareMillimetreOfCoreAgainst,
    double macsRatioAtEqualArray,
    double macsRatioAtEqualCore) {
  private static final double SQUARE_MICROMETRES_PER_SQUARE_MILLIMETRE = 1e6;

  /** Throws {@link InvalidInputException} naming an accelerator whose file gives no area. */
  public static SiliconComparison of(HardwareConfig hardware, HardwareConfig against) {
    SiliconArea a = known(hardware);
    SiliconArea b = known(against);
    double array = density(hardware, a.macArraySquareMicrometres());
    double arrayAgainst = density(against, b.macArraySquareMicrometres());
    double core = density(hardware, a.wholeCoreSquareMicrometres());
    double coreAgainst = density(against, b.wholeCoreSquareMicrometres());
    return new SiliconComparison(
        hardware.name(),
        against.name(),
        a,
        b,
        a.macArraySquareMicrometres() / b.macArraySquareMicrometres(),
        a.wholeCoreSquareMicrometres() / b.wholeCoreSquareMicrometres(),
        array,
        arrayAgainst,
        core,
        coreAgainst,
        array / arrayAgainst,
        core / coreAgainst);
  }

  /** The comparison with the accelerator that the file names, if it names one. */
  public static Optional<SiliconComparison> ofSibling(HardwareConfig hardware) {
    return hardware
        .area()
        .sibling()
        .map(HardwareCatalog::loadAlone)
        .map(other -> of(hardware, other));
  }

  /** Throws {@link InvalidInputException} if that accelerator cannot be loaded or compared. */
  static void requireSibling(HardwareConfig hardware) {
    hardware
        .area()
        .sibling()
        .map(HardwareCatalog::loadAlone)
        .ifPresent(
            other -> {
              known(hardware);
              known(other);
            });
  }

  private static SiliconArea known(HardwareConfig hardware) {
    SiliconArea area = SiliconArea.of(hardware);
    if (area.macArraySquareMicrometres() <= 0) {
      throw new InvalidInputException(
          "hardware '"
              + hardware.name()
              + "': the area of its MACs is 0; expected area keys above 0 to compare silicon");
    }
    return area;
  }

  private static double density(HardwareConfig hardware, double squareMicrometres) {
    return hardware.array().macUnits()
        / (squareMicrometres / SQUARE_MICROMETRES_PER_SQUARE_MILLIMETRE);
  }
}
