package dev.twobit.results;

/** A file of the run folder, by its name there. */
public record ResultFile(String name, long bytes, String content) {}
