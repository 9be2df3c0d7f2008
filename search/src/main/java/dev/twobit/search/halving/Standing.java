package dev.twobit.search.halving;

/** A network with its score. */
record Standing(Entrant entrant, Score score) {}
