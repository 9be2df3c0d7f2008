/** The pages beside the code as a site of static files: navigation, search, and links that open. */
@NullMarked
package dev.twobit.site;

import org.jspecify.annotations.NullMarked;
