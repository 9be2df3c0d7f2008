/**
 * Array work lowered from a network: convolutions and post-processor steps with their precision.
 */
@NullMarked
package dev.twobit.simulator.workload;

import org.jspecify.annotations.NullMarked;
