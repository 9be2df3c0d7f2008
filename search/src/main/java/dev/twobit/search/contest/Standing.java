package dev.twobit.search.contest;

/** A network with its score. */
public record Standing(Entrant entrant, Score score) {}
