package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Something outside of a trial that it depends on, by its content.
 *
 * @param where a file, a name or a data specification at which it was found; no part of a trial's
 *     key
 * @param sha256 of its content, hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Content(String where, String sha256) {}
