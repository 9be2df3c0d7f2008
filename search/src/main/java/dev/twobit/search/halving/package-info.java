/**
 * Successive halving among maximal networks: which are compared, how long each is trained for it,
 * and whether the best is better than the original.
 */
@NullMarked
package dev.twobit.search.halving;

import org.jspecify.annotations.NullMarked;
