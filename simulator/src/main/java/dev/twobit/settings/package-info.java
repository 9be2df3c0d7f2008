/**
 * The one reader of what people write in YAML: accelerators, hosts, recipes, settings of a search,
 * sizes of studies. Each kind has a JSON schema among the resources that describes its keys.
 */
@NullMarked
package dev.twobit.settings;

import org.jspecify.annotations.NullMarked;
