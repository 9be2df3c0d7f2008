package dev.twobit.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How large the studies are, value by value. */
class StudyPresetTest {
  private static List<Object> values(String name, boolean imageNet) {
    StudyPreset preset = StudyPreset.named(name, imageNet);
    return List.of(
        preset.name(),
        preset.search(),
        new java.util.TreeMap<>(preset.changes()).toString(),
        preset.trainPerClass(),
        preset.testPerClass(),
        preset.recipe(),
        preset.epochs(),
        preset.batchSize(),
        preset.seeds(),
        preset.structures());
  }

  @Test
  void everyValueOfEveryPreset() {
    assertThat(StudyPreset.NAMES).containsExactly("smoke", "small", "paper");
    for (boolean imageNet : new boolean[] {false, true}) {
      assertThat(values("smoke", imageNet))
          .containsExactly(
              "smoke",
              "smoke",
              "{architecture-rate=0.05, batch-size=20, search-epochs=4}",
              60,
              20,
              "small",
              2,
              50,
              2,
              2);
      assertThat(values("small", imageNet))
          .containsExactly("small", "small", "{}", 0, 0, "small", 15, 64, 3, 3);
    }
    assertThat(values("paper", false))
        .containsExactly("paper", "paper", "{}", 0, 0, "cifar10", 305, 256, 3, 10);
    assertThat(values("paper", true))
        .containsExactly("paper", "imagenet", "{}", 0, 0, "imagenet", 125, 256, 1, 1);
  }
}
