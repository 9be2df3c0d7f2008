package dev.twobit.hardware;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * One accelerator, as its YAML file states it; its JSON has that file's keys, parts or not.
 *
 * @param hostLink what images, results and weights cross; {@link HostLink#NONE} if nothing
 * @param sources where the figures come from, one line each
 */
public record HardwareConfig(
    @JsonUnwrapped Label label,
    @JsonUnwrapped Core core,
    BufferConfig buffer,
    MemoryConfig memory,
    PostProcessorConfig postProcessor,
    @JsonUnwrapped Silicon silicon,
    HostLink hostLink,
    List<String> sources) {
  public HardwareConfig {
    sources = List.copyOf(sources);
  }

  /**
   * For people.
   *
   * @param name key under which it is selected and echoed
   */
  public record Label(String name, String description) {}

  /**
   * What multiplies.
   *
   * @param clockMegahertz of everything on chip; latency in seconds is cycles over this
   */
  public record Core(double clockMegahertz, ArrayConfig array, PrecisionConfig precision) {}

  /** What an event costs, and a unit. */
  public record Silicon(EnergyConfig energy, AreaConfig area) {}

  public String name() {
    return label.name;
  }

  public double clockMegahertz() {
    return core.clockMegahertz;
  }

  public ArrayConfig array() {
    return core.array;
  }

  public PrecisionConfig precision() {
    return core.precision;
  }

  /** What external memory carries one way, 10^9 bytes a second. */
  public double memoryGigabytesPerSecond() {
    return memory.bandwidthBytesPerCycle() * core.clockMegahertz * 1e-3;
  }

  public EnergyConfig energy() {
    return silicon.energy;
  }

  public AreaConfig area() {
    return silicon.area;
  }

  /** The same under another name. */
  public HardwareConfig with(Label other) {
    return new HardwareConfig(
        other, core, buffer, memory, postProcessor, silicon, hostLink, sources);
  }

  /** The same with another array. */
  public HardwareConfig with(ArrayConfig other) {
    Core changed = new Core(core.clockMegahertz, other, core.precision);
    return new HardwareConfig(
        label, changed, buffer, memory, postProcessor, silicon, hostLink, sources);
  }

  /** The same with another buffer. */
  public HardwareConfig with(BufferConfig other) {
    return new HardwareConfig(
        label, core, other, memory, postProcessor, silicon, hostLink, sources);
  }

  /** The same with another memory. */
  public HardwareConfig with(MemoryConfig other) {
    return new HardwareConfig(
        label, core, buffer, other, postProcessor, silicon, hostLink, sources);
  }

  /** The same with another post-processor. */
  public HardwareConfig with(PostProcessorConfig other) {
    return new HardwareConfig(label, core, buffer, memory, other, silicon, hostLink, sources);
  }

  /** The same with another link to its host. */
  public HardwareConfig with(HostLink other) {
    return new HardwareConfig(label, core, buffer, memory, postProcessor, silicon, other, sources);
  }
}
