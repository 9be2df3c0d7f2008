@NullMarked
package dev.twobit.simulator.topology;

import org.jspecify.annotations.NullMarked;
