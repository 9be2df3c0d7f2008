/**
 * One set of weights for networks of many widths, trained so that each is judged as it deserves.
 */
@NullMarked
package dev.twobit.search.slimmable;

import org.jspecify.annotations.NullMarked;
