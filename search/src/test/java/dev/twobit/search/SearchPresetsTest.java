package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each preset is, key by key and in the order that results and trials have them. */
class SearchPresetsTest {
  private static final String PAPER =
      """
      preset=paper
      grid=tas
      coupling=align
      stem=searched
      residual-bits=given
      new-channels=silent
      warmup-epochs=200
      search-epochs=600
      training-epochs=300
      recipe=cifar10
      imported-recipe=w2a2-finetune
      init=fresh
      batch-size=256
      images-per-class=0
      split-seed=111
      crop-pad=4
      augment-architecture=true
      architecture-share=0.5
      held-out=none
      learning-rate=0.1
      warmup-learning-rate=0.1
      rate-warmup-epochs=0
      momentum=0.9
      nesterov=true
      weight-decay=5.0E-4
      alpha-decay=0.001
      alpha-from-data=false
      architecture-start=normal
      architecture-rate=0.001
      architecture-decay=0.001
      architecture-beta1=0.5
      architecture-beta2=0.999
      temperature=cosine(5,0.1)
      sampler=interpolation
      architecture-pairs=1
      threshold=0.3
      threshold-rule=probability
      check=epoch
      freeze-expansion-share=0
      max-candidates=16
      growth=kaiming
      super-net-start=fresh
      super-net-rate=0.2
      weight-step=sampled
      widest-share=0
      cost-weight=2
      cost-loss=band
      band-base=target
      expectation=additive
      final-genotype=in-band-last
      projection=logits
      latency-binds=additive
      fill=false
      end=argmax
      drawn-networks=200
      field-networks=45
      calibrated-networks=90
      field-value=importance
      surveyed-networks=0
      survey-images=0
      halving-rungs=3
      halving-factor=3
      rung-epochs=1
      rung-score=held-out
      final-networks=2
      final-seeds=5
      most-final-seeds=10
      final-share=0.75
      final-level=0.05
      utilization-iterations=8
      utilization-moves=6
      utilization-epochs=1
      measured-epochs=2
      slimmable-epochs=15
      slimmable-rate=0.7
      slimmable-draws=2
      scored-networks=2000
      short-networks=5
      short-epochs=3
      bit-candidates=2,4,8
      hessian-figure=trace
      hessian-of=weights
      hessian-probes=32
      hessian-images=128
      mixed-epochs=10
      preference-rate=0.01
      bit-cost=latency
      bit-cost-weight=0.5
      """;

  private static final String SMOKE =
      """
      preset=smoke
      warmup-epochs=1
      search-epochs=6
      training-epochs=6
      batch-size=100
      architecture-rate=0.03
      alpha-from-data=true
      latency-binds=both
      fill=true
      init=auto
      new-channels=split
      held-out=10%
      field-networks=9
      calibrated-networks=9
      field-value=loss
      surveyed-networks=18
      survey-images=640
      halving-rungs=2
      rung-score=steps
      final-seeds=2
      most-final-seeds=3
      utilization-iterations=2
      utilization-moves=3
      measured-epochs=1
      slimmable-epochs=2
      scored-networks=100
      short-networks=3
      short-epochs=1
      """;

  private static final String SMALL =
      """
      preset=small
      warmup-epochs=3
      search-epochs=15
      training-epochs=15
      batch-size=32
      learning-rate=0.05
      warmup-learning-rate=0.05
      architecture-rate=0.01
      alpha-from-data=true
      latency-binds=both
      fill=true
      init=auto
      new-channels=split
      held-out=10%
      field-networks=27
      calibrated-networks=54
      field-value=loss
      surveyed-networks=48
      survey-images=2560
      rung-score=steps
      final-seeds=4
      most-final-seeds=8
      """;

  private static final String IMAGENET =
      """
      preset=imagenet
      warmup-epochs=40
      search-epochs=110
      training-epochs=120
      recipe=imagenet
      imported-recipe=imagenet-finetune
      images-per-class=50
      rate-warmup-epochs=5
      weight-decay=1.0E-4
      threshold=0.19
      cost-weight=1.5
      latency-binds=both
      fill=true
      new-channels=split
      field-value=loss
      surveyed-networks=48
      survey-images=5120
      rung-score=steps
      """;

  @Test
  void presetsAreTheseFour() {
    assertThat(SearchSettings.PRESETS).containsExactly("smoke", "small", "paper", "imagenet");
  }

  @Test
  void everyValueOfEveryPreset() {
    requireValues("paper", "");
    requireValues("smoke", SMOKE);
    requireValues("small", SMALL);
    requireValues("imagenet", IMAGENET);
  }

  private static void requireValues(String preset, String changes) {
    Map<String, String> expected = values(PAPER);
    expected.putAll(values(changes));
    assertThat(SearchSettings.preset(preset).toMap().entrySet())
        .containsExactlyElementsOf(expected.entrySet());
  }

  private static Map<String, String> values(String lines) {
    Map<String, String> values = new LinkedHashMap<>();
    lines
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(keyAndValue -> values.put(keyAndValue[0], keyAndValue[1]));
    return values;
  }
}
