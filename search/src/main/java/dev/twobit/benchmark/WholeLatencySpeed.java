package dev.twobit.benchmark;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Hits;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How fast a search gets the latencies of whole networks, layers back to back: ResNet-20 for images
 * of 32x32 with widths drawn at random.
 *
 * @param threads that ask, sharing what is known
 * @param rounds of distinct genotypes, the first with nothing known before
 * @param changed one unit of a known genotype changed, on one thread
 */
public record WholeLatencySpeed(
    String network,
    String hardware,
    String grid,
    int threads,
    List<Round> rounds,
    ChangedUnit changed) {
  private static final int BITS = 2;
  private static final int RESIDUAL_BITS = 8;
  private static final int IMAGE = 32;
  private static final int CHANGES = 4000;
  private static final long SEED = 17;

  public WholeLatencySpeed {
    rounds = List.copyOf(rounds);
  }

  /**
   * So many genotypes, none of which came before.
   *
   * @param knownShare steps behind one another that were known, 0..1
   * @param cyclesSum of all latencies, to tell two measurements apart
   */
  public record Round(
      int genotypes, double seconds, double perSecond, double knownShare, long cyclesSum) {}

  /**
   * One unit after the other changed.
   *
   * @param knownShare steps behind one another that were known, 0..1
   */
  public record ChangedUnit(
      int changes, double medianMicroseconds, double slowestTenthMicroseconds, double knownShare) {}

  /**
   * @param rounds at least 1
   */
  public static WholeLatencySpeed measure(String hardware, int genotypes, int rounds, int threads) {
    ModelZoo.Model model = ModelZoo.Model.of("resnet20");
    Network network =
        NetworkCanonicalizer.canonical(ModelZoo.build(model, 3, model.defaultClasses(), IMAGE, 1));
    CostModel costs = new CostModel(network, HardwareCatalog.load(hardware), BITS, RESIDUAL_BITS);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
    Random random = new Random(SEED);
    Set<Map<String, Integer>> drawn = new LinkedHashSet<>();
    while (drawn.size() < genotypes * rounds) {
      drawn.add(genotype(space, random));
    }
    List<Map<String, Integer>> all = List.copyOf(drawn);
    List<Round> measured = new ArrayList<>();
    for (int r = 0; r < rounds; r++) {
      measured.add(round(costs, space, all.subList(r * genotypes, (r + 1) * genotypes), threads));
    }
    return new WholeLatencySpeed(
        network.name(),
        hardware,
        space.grid().name(),
        threads,
        measured,
        changed(costs, space, all.get(0), random));
  }

  private static Map<String, Integer> genotype(SearchSpace space, Random random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, u) -> widths.put(name, one(u.candidates(), random)));
    return widths;
  }

  private static int one(List<Integer> candidates, Random random) {
    return candidates.get(random.nextInt(candidates.size()));
  }

  private static Round round(
      CostModel costs, SearchSpace space, List<Map<String, Integer>> genotypes, int threads) {
    Hits before = costs.wholeHits();
    long[] sums = new long[threads];
    List<Thread> running =
        IntStream.range(0, threads)
            .mapToObj(
                t ->
                    new Thread(
                        () -> {
                          for (int i = t; i < genotypes.size(); i += threads) {
                            sums[t] += costs.wholeCycles(space, genotypes.get(i));
                          }
                        }))
            .toList();
    long begin = System.nanoTime();
    running.forEach(Thread::start);
    running.forEach(WholeLatencySpeed::join);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    return new Round(
        genotypes.size(),
        seconds,
        genotypes.size() / seconds,
        costs.wholeHits().since(before).share(),
        Arrays.stream(sums).sum());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private static ChangedUnit changed(
      CostModel costs, SearchSpace space, Map<String, Integer> from, Random random) {
    List<String> units = List.copyOf(space.units().keySet());
    Map<String, Integer> genotype = new LinkedHashMap<>(from);
    Hits before = costs.wholeHits();
    double[] microseconds = new double[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      String unit = units.get(i % units.size());
      genotype.put(unit, one(space.unit(unit).candidates(), random));
      long begin = System.nanoTime();
      costs.wholeCycles(space, genotype);
      microseconds[i] = (System.nanoTime() - begin) * 1e-3;
    }
    Arrays.sort(microseconds);
    return new ChangedUnit(
        CHANGES,
        microseconds[CHANGES / 2],
        microseconds[CHANGES * 9 / 10],
        costs.wholeHits().since(before).share());
  }
}
