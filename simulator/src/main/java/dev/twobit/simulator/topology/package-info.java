/** Workloads that come as tables of layers, not as networks. */
@NullMarked
package dev.twobit.simulator.topology;

import org.jspecify.annotations.NullMarked;
