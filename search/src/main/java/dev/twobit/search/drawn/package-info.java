/**
 * Searches by gradient that end with networks drawn from their preferences, judged and compared
 * with the original.
 */
@NullMarked
package dev.twobit.search.drawn;

import org.jspecify.annotations.NullMarked;
