/** Bits per layer as they are asked for: widths, rules by role and name, plans of both. */
@NullMarked
package dev.twobit.precision;

import org.jspecify.annotations.NullMarked;
