/** What a study ends with, in the form that its page shows. */
@NullMarked
package dev.twobit.experiment.results.study;

import org.jspecify.annotations.NullMarked;
