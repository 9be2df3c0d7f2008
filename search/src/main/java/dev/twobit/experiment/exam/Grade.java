package dev.twobit.experiment.exam;

import dev.twobit.experiment.study.StudyStatistics;
import java.util.OptionalDouble;

/**
 * How far a score ranks networks as full trainings do.
 *
 * @param all of all networks
 * @param top of the half that is best after full training
 * @param low 2.5 % of resamples of the networks have a rho below; NaN where there is none
 * @param high likewise above
 * @param ahead share of resamples in which rho is above that of MACs x PARAMs, 0..1
 */
record Grade(RankedScore score, Ranks all, Ranks top, double low, double high, double ahead) {
  /** A judge that ranks worse chooses by chance. */
  static final double LEAST_RHO = 0.6;

  /**
   * Two rank correlations.
   *
   * @param rho Spearman's; empty where all networks are alike to the score
   * @param tau Kendall's tau-b likewise
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  record Ranks(OptionalDouble rho, OptionalDouble tau) {
    static Ranks of(double[] x, double[] y) {
      return new Ranks(StudyStatistics.spearmanRho(x, y), StudyStatistics.kendallTauB(x, y));
    }
  }

  /**
   * Whether a search may judge by it: a rho of 0.6, and above that of what needs no judge.
   *
   * @param size grade of MACs x PARAMs
   */
  boolean passes(Grade size) {
    double rho = all.rho.orElse(-1);
    return rho >= LEAST_RHO && rho > size.all.rho.orElse(-1);
  }
}
