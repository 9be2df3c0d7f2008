package dev.twobit.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.OperatorDifferenceTest;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.operator.Operators;
import dev.twobit.onnx.operator.PartOperators;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** onnx-io/docs/operators.md says what the importer does, all of it and no more. */
class OperatorTableTest {
  private static final Path FILE = Path.of("docs/operators.md");

  /** Rows of the table under a heading, cells trimmed. */
  private static List<List<String>> table(String heading) throws IOException {
    return section(heading).stream()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .toList();
  }

  private static List<String> section(String heading) throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    int from = lines.indexOf("## " + heading);
    assertThat(from).isNotNegative();
    return lines.subList(from + 1, lines.size()).stream()
        .takeWhile(line -> !line.startsWith("## "))
        .toList();
  }

  @Test
  void operatorsBecomeTheLayersNamed() throws IOException {
    Map<String, String> written = new TreeMap<>();
    for (List<String> row : table("Operators that become layers")) {
      written.put(row.get(0), row.get(2));
    }
    Map<String, TreeSet<String>> found = new TreeMap<>();
    OperatorDifferenceTest.cases().forEach(one -> collect(one.model(), found));
    Map<String, String> made = new TreeMap<>();
    Operators.names()
        .forEach(
            name -> {
              TreeSet<String> kinds = found.getOrDefault(name, new TreeSet<>());
              made.put(name, kinds.isEmpty() ? "-" : String.join(", ", kinds));
            });

    assertThat(found.keySet()).as("operators with a case").containsAll(Operators.names());
    assertThat(written).isEqualTo(made);
  }

  /** Layers that have a node's name, or one made of it. */
  private static void collect(ModelProto model, Map<String, TreeSet<String>> found) {
    List<Layer> layers = OnnxImporter.read(Path.of("one.onnx"), model).layers();
    for (NodeProto node : model.getGraph().getNodeList()) {
      TreeSet<String> kinds = found.computeIfAbsent(node.getOpType(), o -> new TreeSet<>());
      for (Layer layer : layers) {
        if (layer.name().equals(node.getName()) || layer.name().startsWith(node.getName() + ".")) {
          kinds.add(layer.getClass().getSimpleName());
        }
      }
    }
  }

  /** Cases are of opsets that the row has, and of its first or an old one and its last or a new. */
  @Test
  void opsetsAreThoseThatAreTested() throws IOException {
    Map<String, TreeSet<Integer>> tested = new HashMap<>();
    OperatorDifferenceTest.cases()
        .forEach(
            one ->
                one.model()
                    .getGraph()
                    .getNodeList()
                    .forEach(
                        n ->
                            tested
                                .computeIfAbsent(n.getOpType(), o -> new TreeSet<>())
                                .add(one.opset())));
    for (List<String> row : table("Operators that become layers")) {
      String[] range = row.get(1).split("-");
      int first = Integer.parseInt(range[0]);
      int last = Integer.parseInt(range[1]);
      assertThat(tested.get(row.get(0)))
          .as(row.get(0))
          .isNotNull()
          .allMatch(opset -> opset >= first && opset <= last);
      assertThat(first).as(row.get(0)).isGreaterThanOrEqualTo(7);
      assertThat(last).as(row.get(0)).isLessThanOrEqualTo(26);
    }
  }

  @Test
  void whatIsSaidToBeFoldedIs() throws IOException {
    String list =
        String.join(" ", section("Folded at import"))
            .replaceAll("^.*any tensor\\. ", "")
            .replaceAll("\\. .*$", "");
    List<String> names = Arrays.stream(list.strip().split("[, ]+")).toList();
    assertThat(names).hasSizeGreaterThan(40).isSorted();
    for (String name : names) {
      assertThat(folds(name)).as(name).isTrue();
    }
  }

  /** Whether the operator, given as many constants as it takes, is folded. */
  private static boolean folds(String operator) {
    var folder = new ConstantFolder(new TensorDecoder(Path.of("one.onnx")));
    for (Constant one : ones()) {
      for (int operands = 1; operands <= 4; operands++) {
        List<String> inputs = new ArrayList<>();
        Map<String, Constant> constants = new HashMap<>();
        for (int i = 0; i < operands; i++) {
          inputs.add("c" + i);
          constants.put("c" + i, i == 0 ? one : operand(operator, one, i));
        }
        var node =
            new OnnxNode(
                "one.onnx", "n", operator, "", inputs, List.of("y"), new HashMap<>(attributes()));
        var context = new ImportContext(13, constants, Map.of());
        if (operator.equals("Split")) {
          PartOperators.split(node, context);
          return context.constant("y").isPresent();
        }
        if (attempt(folder, node, context).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Constant> attempt(
      ConstantFolder folder, OnnxNode node, ImportContext context) {
    try {
      return folder.fold(node, context);
    } catch (RuntimeException e) {
      return Optional.empty(); // another number of operands
    }
  }

  private static List<Constant> ones() {
    return List.of(
        Constant.Integers.vector(1), new Constant.Integers(TensorShape.of(), new long[] {1}));
  }

  private static Constant operand(String operator, Constant one, int index) {
    boolean axes = operator.equals("Unsqueeze") || operator.equals("Squeeze");
    boolean begins = operator.equals("Slice") && index != 2 || operator.equals("Gather");
    return axes || begins ? Constant.Integers.vector(0) : one;
  }

  private static Map<String, dev.twobit.onnx.proto.AttributeProto> attributes() {
    return Map.of("axis", GraphWriter.Attribute.of("axis", 0L).proto());
  }

  @Test
  void operatorsOnIntegersAreAllThere() throws IOException {
    List<String> rows = table("Quantized files").stream().map(row -> row.get(0)).toList();

    assertThat(rows).containsAll(IntegerOperators.names());
    assertThat(rows.stream().filter(row -> row.startsWith("Q") && !row.contains(",")))
        .containsExactlyInAnyOrderElementsOf(IntegerOperators.names());
    TreeSet<String> tested = new TreeSet<>();
    QuantizedOperatorsTest.cases()
        .forEach(
            one -> one.model().getGraph().getNodeList().forEach(n -> tested.add(n.getOpType())));
    assertThat(tested).containsAll(IntegerOperators.names());
  }

  @Test
  void everyKindOfLayerHasARow() throws IOException {
    TreeSet<String> kinds = new TreeSet<>();
    permitted(Layer.class, kinds);
    assertThat(table("Layers").stream().map(row -> row.get(0))).containsExactlyElementsOf(kinds);
  }

  private static void permitted(Class<?> type, TreeSet<String> kinds) {
    for (Class<?> kind : type.getPermittedSubclasses()) {
      if (kind.isInterface()) {
        permitted(kind, kinds);
      } else {
        kinds.add(kind.getSimpleName());
      }
    }
  }
}
