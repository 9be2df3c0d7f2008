package dev.twobit.search.halving;

import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.ResidualChoice;
import java.util.List;
import java.util.Map;

/**
 * The networks that may take part with one choice of bits, and what judges them.
 *
 * @param scene at these bits
 * @param judge of channels by unit
 * @param maximal number of maximal networks
 */
record HalvingField(ComparedSearch.Scene scene, Contenders contenders, Judge judge, int maximal) {

  /** Each network by the judge of its bits. */
  static Judge judge(List<HalvingField> fields) {
    return judging ->
        of(judging.widths(), fields)
            .judge()
            .judge(
                new Judging(
                    ResidualChoice.channels(judging.widths()),
                    judging.epochs(),
                    judging.seed(),
                    judging.part()));
  }

  /** The one that widths are of. */
  private static HalvingField of(Map<String, Integer> widths, List<HalvingField> fields) {
    return fields.stream()
        .filter(f -> f.scene.bits().equals(ResidualChoice.entries(widths)))
        .findFirst()
        .orElseThrow();
  }
}
