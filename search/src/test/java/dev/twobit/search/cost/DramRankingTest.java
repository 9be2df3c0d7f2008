package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.DramPart;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a search loses that takes a DRAM for a port of its peak rate, where that was the most of
 * what is tabled (simulator/docs/data-movement.md#dram): ResNet-18 on nvdla-large.
 */
@Tag("slow")
class DramRankingTest {
  private static final int DRAWN = 40;

  @Test
  void widthsKeepTheirOrderButForWhatTakesTheSame() {
    ModelZoo.Model model = ModelZoo.Model.of("resnet18");
    Network network =
        NetworkCanonicalizer.canonical(
            ModelZoo.build(model, 3, model.defaultClasses(), model.imageSize(), 1));
    HardwareConfig stated = HardwareCatalog.load("nvdla-large-w2a2");
    DramConfig dram = new DramConfig(DramPart.LPDDR4_3200, 32);
    MemoryConfig m = stated.memory();
    // 12.8 GB/s.
    MemoryConfig peak = m.with(m.beatBytes() * stated.clockMegahertz() / 12_800, 32);
    MemoryConfig fast =
        new MemoryConfig(
            m.beatBytes(),
            1,
            m.readLatencyCycles(),
            m.atomBytes(),
            m.overlap(),
            m.weightCompression(),
            m.stridedViews(),
            dram);
    CostModel port = new CostModel(network, stated.with(peak), 2, 8);
    CostModel rows =
        new CostModel(network, stated.with(dram.behind(fast, stated.clockMegahertz())), 2, 8);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
    Random random = new Random(17);
    double[] ignoring = new double[DRAWN];
    double[] knowing = new double[DRAWN];
    for (int i = 0; i < DRAWN; i++) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      space.units().forEach((name, unit) -> widths.put(name, one(unit.candidates(), random)));
      ignoring[i] = port.genotype(space, widths).latencyCycles();
      knowing[i] = rows.genotype(space, widths).latencyCycles();
      assertThat(knowing[i] / ignoring[i]).isBetween(1.0, 1.02);
    }
    for (int i = 0; i < DRAWN; i++) {
      for (int j = 0; j < DRAWN; j++) {
        if (ignoring[i] < ignoring[j]) {
          assertThat(knowing[i]).isLessThan(1.005 * knowing[j]);
        }
      }
    }
  }

  private static int one(List<Integer> candidates, Random random) {
    return candidates.get(random.nextInt(candidates.size()));
  }
}
