/**
 * The accelerator advanced clock by clock with real operands. Holds no formula for cycles: clocks
 * are counted as units take them, and the constants are pipeline depths of the hardware file.
 */
@NullMarked
package dev.twobit.simulator.engine.tick;

import org.jspecify.annotations.NullMarked;
