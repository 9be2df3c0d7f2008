/** Derived networks that begin with a trained network's weights. */
@NullMarked
package dev.twobit.search.inherit;

import org.jspecify.annotations.NullMarked;
