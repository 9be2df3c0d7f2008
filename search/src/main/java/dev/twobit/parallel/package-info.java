/** Work on several threads whose results do not depend on their number. */
@NullMarked
package dev.twobit.parallel;

import org.jspecify.annotations.NullMarked;
