package dev.twobit.results;

import java.util.OptionalDouble;

/**
 * Wall time of one phase.
 *
 * @param imagesPerSecond absent for phases that look at no images
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record PhaseTime(String phase, double seconds, OptionalDouble imagesPerSecond) {}
