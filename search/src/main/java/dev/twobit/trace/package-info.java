/** What units did when, as a file that trace viewers open. */
@NullMarked
package dev.twobit.trace;

import org.jspecify.annotations.NullMarked;
