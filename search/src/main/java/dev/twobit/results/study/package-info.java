/** What a study ends with, in the form that its page shows. */
@NullMarked
package dev.twobit.results.study;

import org.jspecify.annotations.NullMarked;
