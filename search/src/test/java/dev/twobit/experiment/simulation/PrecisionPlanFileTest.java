package dev.twobit.experiment.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.BitRule.Part;
import dev.twobit.precision.Bits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans go through YAML unchanged; what is none is told by file and line. */
class PrecisionPlanFileTest {
  private static final Network NETWORK = ModelZoo.architecture(Model.RESNET8, 32);
  private static final List<String> LAYERS = List.copyOf(ConvolutionRoles.of(NETWORK).keySet());

  @TempDir private Path folder;

  private AskedBits read(String text) throws IOException {
    Path file = folder.resolve("plan.yaml");
    Files.writeString(file, text);
    return PrecisionPlanFile.read(file);
  }

  /**
   * Whatever rules there are: the file gives every layer the same bits, and writes itself again.
   */
  @Test
  void plansAreWrittenAndReadToTheSameBits() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<BitRule> rules = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        rules.add(new BitRule(layers(random), bits(random)));
      }
      BitPlan plan = new BitPlan(bits(random), 1 + random.nextInt(8), List.of()).with(rules);
      String text = PrecisionPlanFile.text(NETWORK, plan);
      BitPlan again = read(text).on(Bits.of(1));
      assertThat(again.of(NETWORK)).as("seed %d:%n%s", seed, text).isEqualTo(plan.of(NETWORK));
      assertThat(again.residual()).isEqualTo(plan.residual());
      assertThat(PrecisionPlanFile.text(NETWORK, again)).isEqualTo(text);
    }
  }

  private static String layers(Random random) {
    String name = LAYERS.get(random.nextInt(LAYERS.size()));
    return switch (random.nextInt(4)) {
      case 0 -> name;
      case 1 -> name.substring(0, 1 + random.nextInt(name.length())) + "*";
      case 2 -> name.replace('1', '?');
      default -> Part.values()[random.nextInt(4)].text();
    };
  }

  private static Bits bits(Random random) {
    return new Bits(1 + random.nextInt(8), 1 + random.nextInt(8));
  }

  @Test
  void whatIsLeftOutIsLeftOpen() throws IOException {
    AskedBits empty = read("layers: {}\n");
    assertThat(empty).isEqualTo(AskedBits.NONE);
    AskedBits some = read("residual: 4\nlayers:\n  \"*.conv\": 3\n  fc: '2x3'\n");
    assertThat(some.inner()).isEmpty();
    assertThat(some.residual()).contains(4);
    assertThat(some.rules()).extracting(BitRule::text).containsExactly("*.conv=3", "fc=2x3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner: 9|plan.yaml:1: bits of 'inner': found '9'",
        "inner: 0|plan.yaml:1: bits of 'inner': found '0'",
        "inner: 2x0|plan.yaml:1: bits of 'inner': found '2x0'",
        "inner: 2.5|plan.yaml:1: 'inner': found 2.5",
        "inner: [2]|plan.yaml:1: 'inner': found [2]",
        "inner: true|plan.yaml:1: 'inner': found true",
        "residual: 2x3|found 2x3, expected one number",
        "fisrt: 2|unknown key 'fisrt' in the file; did you mean 'first'?",
        "layers: 3|plan.yaml:1: 'layers': found 3",
        "layers: {fc: 12}|plan.yaml:1: bits of 'fc': found '12'",
        "layers: {fc: [1]}|bits of 'fc': found 'a list or keys'",
        "layers: {first: 2}|'layers' has 'first', a part",
        "layers: {*.conv: 2}|not YAML",
        "'{fc: 1'|not YAML",
        "2|found no keys; expected a precision plan in YAML"
      })
  void wrongFilesAreRefusedByTheirLine(String text, String says) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining("plan.yaml")
        .withMessageContaining(says);
  }
}
