/** JSON and YAML as the project writes and reads them: the settings of the libraries stand here. */
@NullMarked
package dev.twobit.json;

import org.jspecify.annotations.NullMarked;
