package dev.twobit.search.halving;

import dev.twobit.search.SurveySettings;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;

/**
 * How losses of a survey are measured: at the beginning of training, or without any
 * (search/docs/methods.md#halving).
 *
 * @param seed the same for all networks, so that they see the same batches
 */
record Measure(SurveySettings settings, long seed) {
  Jury.Terms named(String name) {
    HeldOut.Part part = settings.surveyImages() > 0 ? HeldOut.Part.STEPS : HeldOut.Part.RUNGS;
    return new Jury.Terms(name, 0, seed, part);
  }
}
