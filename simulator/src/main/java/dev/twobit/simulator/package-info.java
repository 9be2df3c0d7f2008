/** Network, precision plan and hardware configuration to a simulation of every layer. */
@NullMarked
package dev.twobit.simulator;

import org.jspecify.annotations.NullMarked;
