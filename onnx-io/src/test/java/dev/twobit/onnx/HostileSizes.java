package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integer;
import static dev.twobit.onnx.HostileModel.node;
import static dev.twobit.onnx.HostileModel.tensor;

import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataLocation;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;

/** Depth, breadth, and small files that ask for much. */
final class HostileSizes {
  private static final int LONG = 19_900;

  private HostileSizes() {}

  static void addTo(HostileCorpus c) {
    chains(c);
    fans(c);
    counts(c);
  }

  private static void chains(HostileCorpus c) {
    c.accepted("chain of Relus", g -> chain(g, LONG, "Relu"));
    c.accepted("chain of Adds with the first", g -> adds(g, "c1"));
    c.accepted("chain of Adds of a tensor with itself", g -> adds(g, ""));
    c.accepted("chain of convolutions", HostileSizes::convolutions);
    c.accepted("chain backwards", HostileSizes::backwards);
    c.accepted("chain of blocks with shortcuts", HostileSizes::blocks);
    c.accepted("chain of products with the first", HostileSizes::products);
    c.accepted("chain of Concats of halves", HostileSizes::concats);
  }

  private static void fans(HostileCorpus c) {
    c.accepted(
        "a tensor read by all",
        g -> {
          for (int i = 0; i < LONG; i++) {
            g.addNode(node("n" + i, "Relu", List.of("c1"), "t" + i));
          }
        });
    c.accepted(
        "a Concat of a hundred thousand",
        g -> {
          List<String> all = new ArrayList<>();
          for (int i = 0; i < 100_000; i++) {
            all.add("g");
          }
          g.addNode(node("cat", "Concat", all, "many").addAttribute(integer("axis", 1)));
        });
    c.accepted(
        "an Add of a hundred thousand",
        g -> {
          List<String> all = new ArrayList<>();
          for (int i = 0; i < 100_000; i++) {
            all.add(i % 2 == 0 ? "c1" : "r1");
          }
          g.addNode(node("sum", "Sum", all, "many"));
        });
    c.refused(
        "a Concat past any width",
        "node 'cat",
        g -> {
          for (int i = 0; i < 40; i++) {
            String in = i == 0 ? "g" : "d" + (i - 1);
            g.addNode(
                node("cat" + i, "Concat", List.of(in, in), "d" + i)
                    .addAttribute(integer("axis", 1)));
          }
        });
    c.refused(
        "an Add that spreads into billions",
        "elements",
        g -> {
          g.addInput(tensor("row", DataType.FLOAT, 1, 1, 1, 1 << 20));
          g.addInput(tensor("column", DataType.FLOAT, 1, 1, 1 << 20, 1));
          g.addNode(node("add", "Add", List.of("row", "column"), "plane"));
        });
  }

  private static void counts(HostileCorpus c) {
    c.refused(
        "input past any image",
        "more than",
        g -> g.setInput(0, tensor("x", DataType.FLOAT, 1, 3, 1 << 20, 1 << 20)));
    c.refused(
        "weights elsewhere for more than 2^50 products",
        "2^50",
        g -> {
          elsewhere(g, 128);
          int last = g.getInitializerCount() - 1;
          g.getInitializerBuilder(last).setDims(2, 1024).setDims(3, 1024);
          g.setInput(0, tensor("x", DataType.FLOAT, 1, 3, 4096, 4096));
        });
    c.accepted("a layer of 2^20 kernels whose weights are elsewhere", g -> elsewhere(g, 1 << 20));
    c.accepted("image of 8192 x 8192", HostileSizes::large);
    c.model(
        "half a million strings of metadata",
        HostileCorpus.Verdict.ACCEPTED,
        "",
        m -> {
          for (int i = 0; i < 250_000; i++) {
            m.addMetadataPropsBuilder().setKey("k").setValue("v");
          }
        });
    c.accepted(
        "a hundred thousand value infos",
        g -> {
          for (int i = 0; i < 100_000; i++) {
            g.addValueInfo(tensor("v" + i, DataType.FLOAT, 1));
          }
        });
  }

  private static void chain(GraphProto.Builder g, int count, String operator) {
    NodeProto.Builder last = null;
    for (int i = 0; i < count; i++) {
      last = node("n" + i, operator, List.of(i == 0 ? "c1" : "t" + (i - 1)), "t" + i);
      g.addNode(last);
    }
    g.getNodeBuilder(1).setInput(0, "t" + (count - 1));
  }

  /** Each with {@code other}, or with itself. */
  private static void adds(GraphProto.Builder g, String other) {
    for (int i = 0; i < LONG; i++) {
      String in = i == 0 ? "c1" : "t" + (i - 1);
      g.addNode(node("n" + i, "Add", List.of(in, other.isEmpty() ? in : other), "t" + i));
    }
    g.getNodeBuilder(1).setInput(0, "t" + (LONG - 1));
  }

  private static void products(GraphProto.Builder g) {
    for (int i = 0; i < LONG; i++) {
      g.addNode(node("n" + i, "Mul", List.of(i == 0 ? "c1" : "t" + (i - 1), "c1"), "t" + i));
    }
    g.getNodeBuilder(1).setInput(0, "t" + (LONG - 1));
  }

  private static void convolutions(GraphProto.Builder g) {
    g.addInitializer(floats("W", 4, 4, 1, 1));
    for (int i = 0; i < 5000; i++) {
      g.addNode(node("n" + i, "Conv", List.of(i == 0 ? "c1" : "t" + (i - 1), "W"), "t" + i));
    }
    g.getNodeBuilder(1).setInput(0, "t4999");
  }

  private static void backwards(GraphProto.Builder g) {
    chain(g, LONG, "Relu");
    List<NodeProto> nodes = new ArrayList<>(g.getNodeList());
    java.util.Collections.reverse(nodes);
    g.clearNode().addAllNode(nodes);
  }

  /** x + conv(x), then as much again of that. */
  private static void blocks(GraphProto.Builder g) {
    g.addInitializer(floats("W", 4, 4, 1, 1));
    String in = "c1";
    for (int i = 0; i < 2000; i++) {
      g.addNode(node("n" + i, "Conv", List.of(in, "W"), "t" + i));
      g.addNode(node("a" + i, "Add", List.of(in, "t" + i), "s" + i));
      in = "s" + i;
    }
    g.getNodeBuilder(1).setInput(0, in);
  }

  /** A concat of halves, each a concat of halves. */
  private static void concats(GraphProto.Builder g) {
    String in = "g";
    for (int i = 0; i < 16; i++) {
      g.addNode(
          node("cat" + i, "Concat", List.of(in, in), "d" + i).addAttribute(integer("axis", 1)));
      in = "d" + i;
    }
  }

  /** All weights of the file are elsewhere, so that nothing but their shapes is known. */
  private static void elsewhere(GraphProto.Builder g, long kernels) {
    List<TensorProto> weights = new ArrayList<>();
    for (TensorProto weight : g.getInitializerList()) {
      weights.add(
          weight.toBuilder()
              .clearRawData()
              .setDataLocation(DataLocation.EXTERNAL)
              .addExternalData(HostileModel.external("location", "gone").getExternalData(0))
              .build());
    }
    weights.add(weights.get(2).toBuilder().setName("W4").setDims(0, kernels).build());
    g.clearInitializer().addAllInitializer(weights);
    g.addNode(node("wide", "Conv", List.of("r1", "W4"), "wide").addAttribute(HostileModel.pads(1)));
  }

  private static void large(GraphProto.Builder g) {
    g.setInput(0, tensor("x", DataType.FLOAT, 1, 3, 8192, 8192));
  }
}
