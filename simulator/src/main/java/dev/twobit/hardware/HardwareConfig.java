package dev.twobit.hardware;

import java.util.List;

/**
 * One accelerator, as its YAML file states it.
 *
 * @param name key under which it is selected and echoed
 * @param clockMegahertz core clock; latency in seconds is cycles over this
 * @param hostLink what images, results and weights cross; {@link HostLink#NONE} if nothing
 * @param sources where the figures come from, one line each
 */
public record HardwareConfig(
    String name,
    String description,
    double clockMegahertz,
    ArrayConfig array,
    PrecisionConfig precision,
    BufferConfig buffer,
    MemoryConfig memory,
    PostProcessorConfig postProcessor,
    EnergyConfig energy,
    AreaConfig area,
    HostLink hostLink,
    List<String> sources) {
  public HardwareConfig {
    sources = List.copyOf(sources);
  }

  /** An accelerator without a host link. */
  public HardwareConfig(
      String name,
      String description,
      double clockMegahertz,
      ArrayConfig array,
      PrecisionConfig precision,
      BufferConfig buffer,
      MemoryConfig memory,
      PostProcessorConfig postProcessor,
      EnergyConfig energy,
      AreaConfig area,
      List<String> sources) {
    this(
        name,
        description,
        clockMegahertz,
        array,
        precision,
        buffer,
        memory,
        postProcessor,
        energy,
        area,
        HostLink.NONE,
        sources);
  }
}
