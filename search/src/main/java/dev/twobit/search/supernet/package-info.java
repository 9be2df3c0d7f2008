/** All candidate widths of a network in one set of weights. */
@NullMarked
package dev.twobit.search.supernet;

import org.jspecify.annotations.NullMarked;
