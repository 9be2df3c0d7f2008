package dev.twobit.search.halving;

import dev.twobit.search.HalvingSettings;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From contenders to finalists: field and rungs. */
final class Rounds implements Contest.Proposer {
  private final Contenders contenders;
  private final HalvingSettings settings;
  private final int fullEpochs;
  private final long seed;

  /**
   * @param fullEpochs of the full training
   */
  Rounds(Contenders contenders, HalvingSettings settings, int fullEpochs, long seed) {
    this.contenders = contenders;
    this.settings = settings;
    this.fullEpochs = fullEpochs;
    this.seed = seed;
  }

  @Override
  public Contest.Proposal propose(Entrant reference, Jury jury) throws IOException {
    List<Entrant> field = new FieldDraw(settings, seed).of(contenders, jury);
    jury.say("halving: " + told(field));
    List<Map<String, Integer>> spare =
        Stream.concat(contenders.near().stream(), contenders.others().stream()).toList();
    Newcomers newcomers = new Newcomers(contenders.neighbours(), field, spare);
    Race.Result race = new Race(settings, fullEpochs, seed).run(field, newcomers, jury);
    return new Contest.Proposal(
        race.finalists(),
        race.first(),
        "no other network within the budgets uses them up: widths have no room to move",
        Map.of("networks in the field", (double) field.size()));
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
