package dev.twobit.search;

import dev.twobit.search.space.SearchSpace;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The genotypes that a search may end with (search/docs/methods.md#final-genotype), as far as it
 * has come.
 */
final class GenotypeHistory {
  private static final String PREFIX = "genotype/";

  private final Map<FinalGenotype, GenotypeRecord> kept = new EnumMap<>(FinalGenotype.class);

  void add(GenotypeRecord epoch) {
    kept.put(FinalGenotype.LAST, epoch);
    if (epoch.inBand()) {
      kept.put(FinalGenotype.IN_BAND_LAST, epoch);
      GenotypeRecord best = kept.get(FinalGenotype.BEST_VALID);
      if (best == null || epoch.accuracy() > best.accuracy()) {
        kept.put(FinalGenotype.BEST_VALID, epoch);
      }
    }
  }

  /** The genotype that a rule chooses; the last epoch's where none was in band. */
  Optional<GenotypeRecord> of(FinalGenotype rule) {
    return Optional.ofNullable(kept.getOrDefault(rule, kept.get(FinalGenotype.LAST)));
  }

  /** What every rule chooses. */
  Map<FinalGenotype, GenotypeRecord> all() {
    Map<FinalGenotype, GenotypeRecord> all = new EnumMap<>(FinalGenotype.class);
    for (FinalGenotype rule : FinalGenotype.values()) {
      of(rule).ifPresent(g -> all.put(rule, g));
    }
    return all;
  }

  void save(Map<String, String> texts) {
    kept.forEach(
        (rule, g) -> {
          String prefix = PREFIX + rule.label() + "/";
          texts.put(prefix + "epoch", String.valueOf(g.epoch()));
          texts.put(prefix + "accuracy", Double.toHexString(g.accuracy()));
          texts.put(prefix + "inBand", String.valueOf(g.inBand()));
          g.widths().forEach((unit, w) -> texts.put(prefix + "width/" + unit, String.valueOf(w)));
        });
  }

  static GenotypeHistory restore(SearchSpace space, Map<String, String> texts) {
    GenotypeHistory records = new GenotypeHistory();
    for (FinalGenotype rule : FinalGenotype.values()) {
      String prefix = PREFIX + rule.label() + "/";
      String epoch = texts.get(prefix + "epoch");
      if (epoch != null) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (String unit : space.units().keySet()) {
          widths.put(unit, Integer.valueOf(texts.getOrDefault(prefix + "width/" + unit, "0")));
        }
        records.kept.put(
            rule,
            new GenotypeRecord(
                Integer.parseInt(epoch),
                widths,
                Double.parseDouble(texts.getOrDefault(prefix + "accuracy", "0")),
                Boolean.parseBoolean(texts.get(prefix + "inBand"))));
      }
    }
    return records;
  }
}
