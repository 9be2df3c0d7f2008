package dev.twobit.simulator.validation;

import java.nio.file.Path;
import java.util.List;

/** Energies against everything that is published of them: a core, a product, a buffer, a chip. */
public record EnergyValidation(
    NvdlaEnergyValidation nvdla,
    CompositionValidation composition,
    List<BufferComparison> buffers,
    EdgeTpuEfficiency edgeTpu) {
  public EnergyValidation {
    buffers = List.copyOf(buffers);
  }

  public static EnergyValidation run(Path csv) {
    return of(NvdlaEnergyValidation.run(csv));
  }

  /** The rows that come with twobit. */
  public static EnergyValidation shipped() {
    return of(NvdlaEnergyValidation.shipped());
  }

  private static EnergyValidation of(NvdlaEnergyValidation nvdla) {
    return new EnergyValidation(
        nvdla,
        CompositionValidation.shipped(),
        BufferComparison.shipped(),
        EdgeTpuEfficiency.shipped());
  }
}
