/** Tables that come as comma-separated text. */
@NullMarked
package dev.twobit.simulator.csv;

import org.jspecify.annotations.NullMarked;
