/** Successive halving among maximal networks: which are compared, and how long each is trained. */
@NullMarked
package dev.twobit.search.halving;

import org.jspecify.annotations.NullMarked;
