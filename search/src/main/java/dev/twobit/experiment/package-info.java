/** What runs share: a folder, a line of progress, what their bits depend on. */
@NullMarked
package dev.twobit.experiment;

import org.jspecify.annotations.NullMarked;
