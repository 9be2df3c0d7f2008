/** What a run found, as records: the schema of {@code results.json}. Reports only format it. */
@NullMarked
package dev.twobit.results;

import org.jspecify.annotations.NullMarked;
