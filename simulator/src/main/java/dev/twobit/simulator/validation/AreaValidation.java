package dev.twobit.simulator.validation;

import java.nio.file.Path;

/** Areas against everything that is published of them: a core, a product. */
public record AreaValidation(NvdlaAreaValidation nvdla, CompositionValidation composition) {

  public static AreaValidation run(Path csv) {
    return new AreaValidation(NvdlaAreaValidation.run(csv), CompositionValidation.shipped());
  }

  /** The rows that come with twobit. */
  public static AreaValidation shipped() {
    return new AreaValidation(NvdlaAreaValidation.shipped(), CompositionValidation.shipped());
  }
}
