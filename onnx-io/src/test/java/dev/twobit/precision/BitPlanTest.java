package dev.twobit.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of parts and names become bits of layers. */
class BitPlanTest {
  private static final Network NETWORK = ModelZoo.architecture(ModelZoo.Model.RESNET8, 32);

  private static BitPlan plan(String... rules) {
    return BitPlan.uniform(2, 8)
        .with(Arrays.stream(rules).map(rule -> BitRule.parse("--bits-of", rule)).toList());
  }

  private static String bits(BitPlan plan, String layer) {
    return Optional.ofNullable(plan.of(NETWORK).get(layer)).map(Bits::text).orElse("none");
  }

  @Test
  void whatNobodyNamesHasThePapersBits() {
    Map<String, Bits> bits = plan().of(NETWORK);
    ConvolutionRoles.of(NETWORK)
        .forEach(
            (layer, role) ->
                assertThat(bits.get(layer))
                    .as(layer)
                    .isEqualTo(Bits.of(role == ConvolutionRoles.Role.QUANTIZED ? 2 : 8)));
    assertThat(plan().isMixed()).isFalse();
  }

  @Test
  void namesCountMoreThanPartsAndLaterRulesMoreThanEarlierOnes() {
    BitPlan plan = plan("stage1.*=4", "inner=3", "first=5", "stage1.block1.a.conv=2x3", "fc=6");
    assertThat(bits(plan, "stage1.block1.a.conv")).isEqualTo("2x3");
    assertThat(bits(plan, "stage1.block1.b.conv")).isEqualTo("4x4");
    assertThat(bits(plan, "stage2.block1.a.conv")).isEqualTo("3x3");
    assertThat(bits(plan, "stage2.block1.shortcut.conv")).isEqualTo("8x8");
    assertThat(bits(plan, "fc")).isEqualTo("6x6");
    assertThat(bits(plan("fc=6", "last=3"), "fc")).isEqualTo("6x6");
    assertThat(
            bits(plan("*.conv=1", "stage?.block1.shortcut.conv=7"), "stage3.block1.shortcut.conv"))
        .isEqualTo("7x7");
    assertThat(plan("residual=4").residual()).isEqualTo(4);
    assertThat(plan("inner=2x3").isMixed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "stgae1.*=4, did you mean 'stage1.*'?",
    "fcc=4, did you mean 'fc'?",
    "shortcuts=4, did you mean 'shortcut'?",
    "stage1.block1.add=4, found no convolution or fully connected layer of that name"
  })
  void aRuleOfNoLayerIsRefusedWithTheNearest(String rule, String says) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> plan(rule).of(NETWORK))
        .withMessageContaining(says)
        .withMessageContaining("'" + rule.substring(0, rule.length() - 2) + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fc=0", "fc=9", "fc=2x9", "fc=x3", "fc=16", "fc=", "fc", "=4", "residual=2x3"})
  void bitsThatAreNoneAreRefused(String rule) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BitRule.parse("--bits-of", rule))
        .withMessageStartingWith("--bits-of")
        .withMessageContaining("expected");
  }

  /** Dots, slashes and brackets of names are themselves. */
  @Test
  void patternsHaveTwoWildcardsAndNoOthers() {
    BitRule rule = BitRule.of("", "/layer1/conv[0].(1)*", "4");
    assertThat(rule.matches("/layer1/conv[0].(1)/Conv\n")).isTrue();
    assertThat(rule.matches("/layer1/convX0].(1)")).isFalse();
    assertThat(rule.matches("/layer1/conv0x(1)")).isFalse();
    assertThat(BitRule.of("", "a*b", "4").matches("a*b")).isTrue();
    assertThat(BitRule.parse("", "a=b=4").layers()).isEqualTo("a=b");
  }

  /** Whatever bits layers have, the shortest plan of them gives them back. */
  @Test
  void statedBitsAreBitsAgain() {
    List<String> layers = List.copyOf(ConvolutionRoles.of(NETWORK).keySet());
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int kinds = 1 + random.nextInt(4);
      List<Bits> some = new ArrayList<>();
      for (int i = 0; i < kinds; i++) {
        some.add(new Bits(1 + random.nextInt(8), 1 + random.nextInt(8)));
      }
      Map<String, Bits> bits = new LinkedHashMap<>();
      layers.forEach(layer -> bits.put(layer, some.get(random.nextInt(kinds))));
      BitPlan stated = BitPlan.stating(NETWORK, bits, 4);
      assertThat(stated.of(NETWORK)).as("seed %d", seed).isEqualTo(bits);
      BitPlan again =
          new BitPlan(stated.inner(), stated.residual(), List.of())
              .with(stated.texts().stream().map(text -> BitRule.parse("", text)).toList());
      assertThat(again).isEqualTo(stated);
    }
  }

  @Test
  void bitsAreTheMacsUnlessAskedFor() {
    Bits macs = Bits.of(8);
    assertThat(AskedBits.NONE.on(macs)).isEqualTo(BitPlan.uniform(8, 8));
    assertThat(AskedBits.NONE.mismatch(macs, "array")).isEmpty();
    AskedBits two = new AskedBits(Optional.of(Bits.of(2)), Optional.of(4), List.of());
    assertThat(two.on(macs)).isEqualTo(BitPlan.uniform(2, 4));
    assertThat(two.mismatch(macs, "array").orElseThrow())
        .startsWith("2x2 bits are asked for, the MACs of array multiply 8x8: narrower operands");
    AskedBits rule =
        new AskedBits(Optional.empty(), Optional.empty(), List.of(BitRule.parse("", "inner=2x3")));
    assertThat(rule.mismatch(macs, "array")).isPresent();
    assertThat(rule.mismatch(new Bits(2, 3), "array")).isEmpty();
  }
}
