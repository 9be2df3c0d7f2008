/** Networks to examine judges with, and what the judges say of them. */
@NullMarked
package dev.twobit.search.exam;

import org.jspecify.annotations.NullMarked;
