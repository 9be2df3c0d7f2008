package dev.twobit.results;

/**
 * How the network that a run ended with is used, and how the run is made again.
 *
 * @param command as it was given to a shell; empty if the run was not begun by one
 * @param file of the network in the run's folder
 * @param python a program that classifies an image by it with ONNX Runtime; empty of a network that
 *     takes no image of 1 or 3 channels
 * @param java likewise
 */
public record Usage(String command, String file, String python, String java) {}
