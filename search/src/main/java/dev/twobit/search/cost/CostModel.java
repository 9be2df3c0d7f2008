package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.CostKind;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Every {@link CostKind} of genotypes, and its expectation under the architecture parameters. Every
 * figure comes from counting or from the simulator: layer tables over input and output widths for
 * the expectation (cold boundaries), the whole derived network for a genotype. For any number of
 * threads.
 */
public final class CostModel {
  private static final int MOST_GENOTYPES = 4096;
  private static final int MOST_PLANS = 8;

  private final Network network;
  private final HardwareConfig hardware;
  private final PlannedPrecision precision;
  private final WorkloadCosts layers;
  private final Recent<Key, Costs> genotypes = new Recent<>(MOST_GENOTYPES);
  private final Deque<SpacePlan> plans = new ArrayDeque<>();
  private final Deque<DerivedSteps> steps = new ArrayDeque<>();

  /** What a derived network follows from. */
  private record Key(Map<String, Integer> widths, UnequalOperands unequal) {}

  private record SpacePlan(SearchSpace space, Expectation expectation, CostPlan plan) {}

  /** A model with a cache of its own. */
  public CostModel(Network network, HardwareConfig hardware, int bits, int residualBits) {
    this(network, hardware, BitPlan.uniform(bits, residualBits));
  }

  /**
   * The same with the bits that a plan has for each layer; those of a derived network's follow from
   * its names and parts.
   */
  public CostModel(Network network, HardwareConfig hardware, BitPlan plan) {
    this(network, hardware, plan, new CostCache());
  }

  /**
   * @param cache of simulated layers, to be shared with other models
   */
  public CostModel(Network network, HardwareConfig hardware, BitPlan plan, CostCache cache) {
    this(network, hardware, plan, cache.of(hardware));
  }

  private CostModel(Network network, HardwareConfig hardware, BitPlan plan, WorkloadCosts layers) {
    this.network = network;
    this.hardware = hardware;
    this.precision = new PlannedPrecision(plan, Addressing.of(hardware.memory()));
    this.layers = layers;
  }

  /**
   * The same with other bits of some layers; simulated layers are shared.
   *
   * @param rules count more than what the plan says already
   */
  public CostModel with(List<BitRule> rules) {
    return rules.isEmpty() ? this : new CostModel(network, hardware, plan().with(rules), layers);
  }

  /** Bits that are asked for. */
  public BitPlan plan() {
    return precision.plan();
  }

  /** The original network's steps one by one, in order, with cold boundaries. */
  public List<StepCost> steps() {
    return precision.lowered(network).stream()
        .map(
            step -> {
              KnownStep known = layers.step(step.workload(), step.runs());
              return new StepCost(step.workload().name(), known.cycles(), known.picojoules());
            })
        .toList();
  }

  HardwareConfig hardware() {
    return hardware;
  }

  /** The derived network of a genotype on the array, inserted shortcuts and adds included. */
  public NetworkSimulation simulate(Network derived) {
    return Simulator.simulate(derived, precision.of(derived), hardware);
  }

  /** Bits of every layer of a derived network, the same ones everywhere. */
  public PrecisionPlan precision(Network derived) {
    return precision.of(derived);
  }

  public Network derive(SearchSpace space, Map<String, Integer> genotype) {
    return derived(key(space, genotype));
  }

  private static Key key(SearchSpace space, Map<String, Integer> genotype) {
    return new Key(
        Map.copyOf(space.convolutionWidths(genotype)), space.coupling().unequalOperands());
  }

  private Network derived(Key of) {
    return WidthAdapter.adapt(network, of.widths, of.unequal);
  }

  /** Costs of the derived network, counted and simulated whole. */
  public Costs genotype(SearchSpace space, Map<String, Integer> genotype) {
    return genotypes.get(
        key(space, genotype),
        key -> {
          Map<String, Integer> asked = Map.copyOf(genotype);
          return costs(derived(key), WholeCycles.by(() -> wholeCycles(space, asked)));
        });
  }

  /**
   * Clocks of the derived network with its layers back to back, as {@link Simulator#backToBack} has
   * them. Steps that were behind one another before are looked up.
   *
   * @param genotype width by unit; a unit that is not named has its nominal width
   */
  public long wholeCycles(SearchSpace space, Map<String, Integer> genotype) {
    if (!additive()) {
      return simulatedWhole(derive(space, genotype));
    }
    return steps(space).of(genotype).wholeCycles(layers.passes());
  }

  /**
   * One cost of a genotype, the same as {@link #genotype} has it, in the kind's unit, mostly
   * without deriving the network: for walks over many genotypes of which one cost decides.
   *
   * @param genotype width by unit; a unit that is not named has its nominal width
   */
  public double cost(CostKind kind, SearchSpace space, Map<String, Integer> genotype) {
    if (!additive()) {
      return genotype(space, genotype).of(kind);
    }
    return switch (kind) {
      case FLOPS, PARAMS -> steps(space).count(kind, genotype);
      case LATENCY -> steps(space).of(genotype).cycles();
      case ENERGY -> steps(space).of(genotype).picojoules();
      case SRAM_PEAK -> steps(space).of(genotype).bufferBytes(layers);
      case WHOLE -> wholeCycles(space, genotype);
    };
  }

  private long simulatedWhole(Network of) {
    return Simulator.backToBack(of, precision.of(of), simulate(of)).latencyCycles();
  }

  private long originalWhole() {
    return additive()
        ? StepSequence.of(network, precision.lowered(network), layers).wholeCycles(layers.passes())
        : simulatedWhole(network);
  }

  /** Steps behind one another that were asked for, and how many of them had to be computed. */
  public Hits wholeHits() {
    return layers.passes().hits();
  }

  /** Whether the steps of genotypes with the same shortcuts or pads follow from their widths. */
  boolean isForetold(SearchSpace space, Map<String, Integer> genotype) {
    return steps(space).isForetold(genotype);
  }

  private DerivedSteps steps(SearchSpace space) {
    synchronized (steps) {
      for (DerivedSteps known : steps) {
        if (known.isOf(space)) {
          return known;
        }
      }
      DerivedSteps made = new DerivedSteps(space, precision, layers);
      steps.addFirst(made);
      if (steps.size() > MOST_PLANS) {
        steps.removeLast();
      }
      return made;
    }
  }

  /** Whether layers are timed one by one. */
  private boolean additive() {
    return hardware.memory().overlap() != Overlap.SPREADSHEET;
  }

  /** Costs of the original network, all its weights stored. */
  public Costs original() {
    return genotypes.get(
        new Key(Map.of(), UnequalOperands.SHORTCUT),
        key -> costs(network, WholeCycles.by(this::originalWhole)));
  }

  private Costs costs(Network of, WholeCycles whole) {
    CostSummary counts = CostSummary.of(of);
    double cycles = 0;
    double picojoules = 0;
    double peak = 0;
    for (LoweredLayer step : precision.lowered(of)) {
      LayerWorkload workload = step.workload();
      peak = Math.max(peak, layers.bufferBytes(workload));
      if (additive()) {
        KnownStep known = layers.step(workload, step.runs());
        cycles += known.cycles();
        picojoules += known.picojoules();
      }
    }
    if (!additive()) {
      NetworkSimulation simulated = simulate(of);
      cycles = simulated.latencyCycles();
      picojoules = simulated.energy().totalPicojoules();
    }
    return new Costs(counts.macs(), counts.params(), cycles, picojoules, peak, whole);
  }

  /** {@link Expectation#ADDITIVE}. */
  public ExpectedCost expected(
      CostKind kind, SearchSpace space, ArchitectureParameters architecture) {
    return expected(kind, space, architecture, Expectation.ADDITIVE);
  }

  /**
   * Expectation of a cost and its gradient with respect to every unit's logits: exact over the
   * joint distribution of the widths that each layer depends on. The SRAM peak, a maximum over
   * layers, is that of {@link PeakExpectation}; layers back to back are the latency's expectation
   * in the ratio that the two have for the most probable genotype, which is constant in the
   * gradient.
   */
  public ExpectedCost expected(
      CostKind kind,
      SearchSpace space,
      ArchitectureParameters architecture,
      Expectation expectation) {
    CostPlan plan = plan(space, expectation);
    if (kind != CostKind.WHOLE) {
      return plan.expected(kind, architecture);
    }
    Costs probable = genotype(space, architecture.genotype(space));
    return plan.expected(CostKind.LATENCY, architecture)
        .times(probable.whole().cycles() / probable.latencyCycles());
  }

  /** A space stays the same object until it is expanded. */
  private CostPlan plan(SearchSpace space, Expectation expectation) {
    synchronized (plans) {
      for (SpacePlan p : plans) {
        if (p.space == space && p.expectation == expectation) {
          return p.plan;
        }
      }
      CostDecomposition terms =
          expectation == Expectation.ADDITIVE
              ? CostDecomposition.additive(space, precision, layers)
              : DerivedTerms.of(space, precision, layers);
      CostPlan made = new CostPlan(space, terms);
      plans.addFirst(new SpacePlan(space, expectation, made));
      if (plans.size() > MOST_PLANS) {
        plans.removeLast();
      }
      return made;
    }
  }
}
