/** Random input for every reader of files from outside; see search/docs/fuzzing.md. */
@NullMarked
package dev.twobit.fuzz;

import org.jspecify.annotations.NullMarked;
