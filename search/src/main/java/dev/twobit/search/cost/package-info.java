/**
 * What networks of a search space cost, exactly and expected, and budgets that they are to meet.
 */
@NullMarked
package dev.twobit.search.cost;

import org.jspecify.annotations.NullMarked;
