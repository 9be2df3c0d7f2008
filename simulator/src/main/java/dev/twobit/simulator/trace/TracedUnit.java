package dev.twobit.simulator.trace;

/** A unit that does one thing at a time. */
public enum TracedUnit {
  DRAM_READ("DRAM read"),
  MAC_ARRAY("MAC array"),
  POST_PROCESSOR("post-processor"),
  DRAM_WRITE("DRAM write");

  private final String label;

  TracedUnit(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
