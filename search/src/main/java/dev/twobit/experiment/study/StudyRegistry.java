package dev.twobit.experiment.study;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.List;

/** All studies by name: where a new one is entered. */
public final class StudyRegistry {
  private static final List<Study> ALL =
      List.of(
          new MethodsStudy(),
          new StructuresStudy(),
          new GradientsStudy(),
          new TableOneStudy(),
          new ThresholdStudy(),
          new BitsStudy(),
          new ResidualStudy(),
          new TradeOffStudy(),
          new ChannelsStudy(),
          new StatisticsStudy(),
          new NetworksStudy(),
          new ImageNetStudy(),
          new EvidenceStudy(),
          new PrecisionStudy());

  private StudyRegistry() {}

  /** In the order they are listed. */
  public static List<String> names() {
    return ALL.stream().map(Study::name).toList();
  }

  /** What it shows, a few words. */
  public static String title(String name) {
    return named(name).title();
  }

  /** Whether its trials begin and are trained as those of {@code twobit search}. */
  public static boolean isAsSearch(String name) {
    return name.equals(EvidenceStudy.NAME) || name.equals(PrecisionStudy.NAME);
  }

  static Study named(String name) {
    return ALL.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "study: found '" + name + "', " + Suggestion.among(name, names())));
  }
}
