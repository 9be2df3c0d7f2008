/**
 * Whether one network is better than another: how networks of other widths are trained and scored
 * for a comparison, and the final that decides whether the best is returned or the original.
 */
@NullMarked
package dev.twobit.search.contest;

import org.jspecify.annotations.NullMarked;
