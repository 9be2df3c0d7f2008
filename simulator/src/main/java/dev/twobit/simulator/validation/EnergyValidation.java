package dev.twobit.simulator.validation;

import java.nio.file.Path;

/** Energies against everything that is published of them: a core, a product, a chip. */
public record EnergyValidation(
    NvdlaEnergyValidation nvdla, CompositionValidation composition, EdgeTpuEfficiency edgeTpu) {

  public static EnergyValidation run(Path csv) {
    return of(NvdlaEnergyValidation.run(csv));
  }

  /** The rows that come with twobit. */
  public static EnergyValidation shipped() {
    return of(NvdlaEnergyValidation.shipped());
  }

  private static EnergyValidation of(NvdlaEnergyValidation nvdla) {
    return new EnergyValidation(
        nvdla, CompositionValidation.shipped(), EdgeTpuEfficiency.shipped());
  }
}
