/** The dependency rules of the whole project, checked on compiled classes. */
@NullMarked
package dev.twobit.architecture;

import org.jspecify.annotations.NullMarked;
