package dev.twobit.hardware;

import java.util.List;

/**
 * One accelerator, as its YAML file states it.
 *
 * @param name key under which it is selected and echoed
 * @param clockMegahertz core clock; latency in seconds is cycles over this
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
    List<String> sources) {
  public HardwareConfig {
    sources = List.copyOf(sources);
  }
}
