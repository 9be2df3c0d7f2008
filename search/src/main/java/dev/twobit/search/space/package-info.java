/**
 * What a search may change: units, their candidate widths, the parameters that choose among them.
 */
@NullMarked
package dev.twobit.search.space;

import org.jspecify.annotations.NullMarked;
