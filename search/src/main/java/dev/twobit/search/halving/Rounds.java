package dev.twobit.search.halving;

import dev.twobit.search.HalvingSettings;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.ResidualChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From contenders to finalists: field and rungs. Several fields have equal numbers of places and
 * are raced together.
 */
final class Rounds implements Contest.Proposer {
  private final List<Contenders> fields;
  private final HalvingSettings settings;
  private final int fullEpochs;
  private final long seed;

  /**
   * @param fields one for each choice of residual bits, the original's own first
   * @param fullEpochs of the full training
   */
  Rounds(List<Contenders> fields, HalvingSettings settings, int fullEpochs, long seed) {
    this.fields = List.copyOf(fields);
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  @Override
  public Contest.Proposal propose(Entrant reference, Jury jury) throws IOException {
    List<Entrant> field = new ArrayList<>();
    List<Contenders> measured = new ArrayList<>();
    for (Contenders unmeasured : fields) {
      Contenders contenders = unmeasured.measured(jury);
      measured.add(contenders);
      field.addAll(new FieldDraw(settings.share(fields.size()), seed).of(contenders, jury));
    }
    jury.say("halving: " + told(field));
    List<Map<String, Integer>> spare =
        measured.stream()
            .flatMap(f -> Stream.concat(f.near().stream(), f.others().stream()))
            .toList();
    Newcomers newcomers = new Newcomers(this::neighbours, field, spare);
    Race.Result race = new Race(settings, fullEpochs, seed).run(field, newcomers, jury);
    return new Contest.Proposal(
        race.finalists(),
        race.first(),
        race.last(),
        "no other network within the budgets uses them up: widths have no room to move",
        Map.of("networks in the field", (double) field.size()));
  }

  /** Of the same bits. */
  private List<Map<String, Integer>> neighbours(Map<String, Integer> widths) {
    return fields.stream()
        .filter(f -> f.bits().equals(ResidualChoice.entries(widths)))
        .findFirst()
        .orElseThrow()
        .neighbours()
        .apply(widths);
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
