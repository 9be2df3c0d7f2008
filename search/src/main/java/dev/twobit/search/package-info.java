/** Channel search: super-net, cost model, neural channel expansion. */
@NullMarked
package dev.twobit.search;

import org.jspecify.annotations.NullMarked;
