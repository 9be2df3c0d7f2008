package dev.twobit.search.halving;

import dev.twobit.search.HalvingSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From contenders to the network that is returned: field, rungs, final. Knows no networks, only
 * widths and a judge of them. Where residual bits differ, the final has the controls at the bits
 * that came as far.
 */
final class Contest {
  private final HalvingSettings settings;
  private final int fullEpochs;
  private final long seed;

  Contest(HalvingSettings settings, int fullEpochs, long seed) {
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  /**
   * How it ended.
   *
   * @param returned the winner, else the reference
   * @param last the final; empty where there was nothing to compare
   * @param race the rungs before it
   * @param field networks that took part
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  record Outcome(
      Entrant reference,
      Entrant returned,
      Optional<FinalRound.Result> last,
      Race.Result race,
      int field) {}

  /**
   * @param overBudget controls that may not be returned; the others' first is the reference
   */
  Outcome run(Contenders contenders, Set<Entrant> overBudget, Jury jury) throws IOException {
    return run(List.of(contenders), overBudget, jury);
  }

  /**
   * As above, of several fields that have equal numbers of places and are raced together.
   *
   * @param fields one for each choice of residual bits, the original's own first
   */
  Outcome run(List<Contenders> fields, Set<Entrant> overBudget, Jury jury) throws IOException {
    List<Entrant> controls =
        fields.stream().flatMap(f -> f.controls().stream()).filter(Entrant::isControl).toList();
    Entrant reference =
        controls.stream().filter(c -> !overBudget.contains(c)).findFirst().orElseThrow();
    List<Entrant> field = new ArrayList<>();
    for (Contenders contenders : fields) {
      field.addAll(new FieldDraw(settings.share(fields.size()), seed).of(contenders, jury));
    }
    jury.say("halving: " + told(field));
    Set<Map<String, Integer>> taken =
        field.stream().map(Entrant::widths).collect(Collectors.toSet());
    List<Map<String, Integer>> spare =
        fields.stream()
            .flatMap(f -> Stream.concat(f.near().stream(), f.others().stream()))
            .filter(w -> !taken.contains(w))
            .toList();
    Race.Result race = new Race(settings, fullEpochs, seed).run(field, spare, jury);
    List<Entrant> others = new ArrayList<>(race.finalists());
    List<Entrant> compared = compared(controls, reference, race);
    compared.stream().filter(c -> c != reference && !overBudget.contains(c)).forEach(others::add);
    if (others.isEmpty()) {
      return new Outcome(reference, reference, Optional.empty(), race, field.size());
    }
    FinalRound.Result last =
        new FinalRound(settings, fullEpochs, seed)
            .run(reference, others, compared.stream().filter(overBudget::contains).toList(), jury);
    Entrant returned = last.winner().map(FinalRound.Compared::entrant).orElse(reference);
    return new Outcome(reference, returned, Optional.of(last), race, field.size());
  }

  /**
   * The controls at the bits of the reference, of every finalist, and of controls that were no
   * worse than one of those in the last rung; all of them where there was no rung.
   */
  private static List<Entrant> compared(
      List<Entrant> controls, Entrant reference, Race.Result race) {
    List<Entrant> ranked = Jury.ranked(race.last()).stream().map(Standing::entrant).toList();
    int worst = race.finalists().stream().mapToInt(ranked::indexOf).max().orElse(-1);
    Set<Optional<Integer>> bits =
        Stream.of(Stream.of(reference), race.finalists().stream(), ranked.stream().limit(worst + 1))
            .flatMap(entrants -> entrants)
            .map(e -> ResidualChoice.bits(e.widths()))
            .collect(Collectors.toSet());
    return controls.stream()
        .filter(c -> ranked.isEmpty() || bits.contains(ResidualChoice.bits(c.widths())))
        .toList();
  }

  private static String told(List<Entrant> field) {
    Map<Entrant.Role, Long> roles = new EnumMap<>(Entrant.Role.class);
    field.forEach(e -> roles.merge(e.role(), 1L, Long::sum));
    return field.size()
        + " networks take part: "
        + roles.entrySet().stream()
            .map(r -> r.getKey().text() + " " + r.getValue())
            .collect(Collectors.joining(", "));
  }
}
