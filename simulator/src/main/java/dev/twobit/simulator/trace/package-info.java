/** What every unit of the accelerator did when, as the event engine computed it. */
@NullMarked
package dev.twobit.simulator.trace;

import org.jspecify.annotations.NullMarked;
