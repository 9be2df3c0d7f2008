/** Bits of layers chosen for a network of given widths (search/docs/methods.md#bits-a-layer). */
@NullMarked
package dev.twobit.search.bits;

import org.jspecify.annotations.NullMarked;
