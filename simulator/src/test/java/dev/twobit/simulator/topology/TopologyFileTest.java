package dev.twobit.simulator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.workload.LayerWorkload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files written as SCALE-Sim's own topologies are, with their irregularities. */
class TopologyFileTest {
  private static final String HEADER =
      "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,"
          + " Strides,\n";

  @TempDir private Path folder;

  private Topology read(String text) throws IOException {
    Path file = folder.resolve("net.csv");
    Files.writeString(file, text);
    return TopologyFile.read(file, 8);
  }

  @Test
  void layersAreConvolutionsWithoutPadding() throws IOException {
    Topology topology =
        read(
            HEADER
                + "\n"
                + "Conv1     ,224         ,224        ,11  ,11  ,3  ,96  ,4   ,\n"
                + "\tConv2,28,27,3,5,1,16,2,3, \n"
                + "Conv3,14,14,1,1,256,512,1,#no dw\r\n"
                + "FC,1,1,1,1,1024,1000,1");

    assertThat(topology.name()).isEqualTo("net");
    assertThat(topology.layers())
        .extracting(LayerWorkload.Convolution::name)
        .containsExactly("Conv1", "Conv2", "Conv3", "FC");
    LayerWorkload.Convolution first = topology.layers().get(0);
    // ceil((224 - 11 + 4) / 4), and 3 x 11 x 11 x 96 weights at each position
    assertThat(first.outputHeight()).isEqualTo(55);
    assertThat(first.macs()).isEqualTo(55L * 55 * 11 * 11 * 3 * 96);
    assertThat(first.imageInput()).isTrue();
    LayerWorkload.Convolution second = topology.layers().get(1);
    assertThat(second.outputHeight()).isEqualTo(14);
    assertThat(second.outputWidth()).isEqualTo(9);
    assertThat(second.window().strideWidth()).isEqualTo(3);
    assertThat(second.imageInput()).isFalse();
  }

  @Test
  void productsOfMatricesArePointwise() throws IOException {
    Topology topology = read("Layer,M,N,K,\nL0,196,192,384,\nL1,1,1000,2048\n\n");

    LayerWorkload.Convolution product = topology.layers().get(0);
    assertThat(product.macs()).isEqualTo(196L * 192 * 384);
    assertThat(product.inputChannels()).isEqualTo(384);
    assertThat(product.outputChannels()).isEqualTo(192);
    assertThat(product.outputHeight() * product.outputWidth()).isEqualTo(196);
    assertThat(topology.layers()).hasSize(2);
  }

  /** SCALE-Sim runs a layer whose name has DP once a channel, each with all its filters. */
  @Test
  void depthwiseLayersAreKnownByTheirNames() throws IOException {
    LayerWorkload.Convolution layer =
        read(HEADER + "Conv2_DP,114,114,3,3,32,2,1,\n").layers().get(0);

    assertThat(layer.groups()).isEqualTo(32);
    assertThat(layer.outputChannels()).isEqualTo(64);
    assertThat(layer.macs()).isEqualTo(112L * 112 * 9 * 64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,5,5,3,3,8|:3: found 5 figures behind the layer's name, expected 7",
        "a,5,5,3,3,8,8,1,1,1|found 9 figures",
        "a,5,x,3,3,8,8,1|:3: column 'IFMAP Width': found 'x', expected an integer from 1 to",
        "a,5,5,3,3,0,8,1|column 'Channels': found '0'",
        "a,5,5,3,3,8,8,1,-1|column 'stride along the width': found '-1'",
        "a,5,5,7,3,8,8,1|column 'Filter Height': found '7', expected at most 5",
        "a,5,5,3,3,8,99999999,1|column 'Num Filter': found '99999999'",
        "a,999999,999999,3,3,1,1,1|column 'IFMAP Width': found '999999', expected a plane",
        "a,500,500,300,300,999999,8,1|column 'Num Filter': found '8', expected a layer of fewer",
      })
  void aBrokenRowIsOneLine(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + "ok,5,5,3,3,8,8,1,\n" + row + "\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("net.csv:3: ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anotherTableIsRefusedByItsHeader() {
    for (String header :
        List.of("network,layer,cycles", "1,2,3,4,5,6,7,8", HEADER.strip() + "Sparsity")) {
      assertThatThrownBy(() -> read(header + "\na,5,5,3,3,8,8,1,\n"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("net.csv:1: header: found '")
          .hasMessageContaining("expected 'Layer name, IFMAP Height");
    }
    assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("no layers");
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
  }

  /** Letters, figures and every character that means something in such a file, in any order. */
  @Test
  void whateverTheCharactersItIsATopologyOrOneLine() throws IOException {
    Random random = new Random(4);
    String alphabet = "a19 \",,,#\\\t\r\n\uFEFF\u0000ä'";
    int read = 0;
    for (int file = 0; file < 3000; file++) {
      StringBuilder text = new StringBuilder(HEADER + "a,5,5,3,3,8,8,1");
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        read += read(text.toString()).layers().isEmpty() ? 0 : 1;
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains("net.csv:").hasLineCount(1);
      }
    }
    assertThat(read).isBetween(300, 2900);
  }

  @Test
  void quotesBelongToNames() throws IOException {
    assertThat(read(HEADER + "\"a,5,5,3,3,8,8,1\n\"b\" c,5,5,3,3,8,8,1\n").layers())
        .extracting(layer -> layer.name())
        .containsExactly("\"a", "\"b\" c");
  }
}
