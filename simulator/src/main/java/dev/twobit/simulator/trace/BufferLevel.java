package dev.twobit.simulator.trace;

/**
 * Bytes that the operand buffer holds from clock {@code cycle} on, counted from the layer's begin:
 * a fetch holds its bytes from its first beat's arrival, weights until their kernel group is done,
 * input until its band is.
 */
public record BufferLevel(long cycle, long inputBytes, long weightBytes) {}
