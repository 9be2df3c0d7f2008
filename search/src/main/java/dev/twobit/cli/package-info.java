/** The command line: one class a command, no logic. */
@NullMarked
package dev.twobit.cli;

import org.jspecify.annotations.NullMarked;
