package dev.twobit.search.cost;

import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Joint distributions of tensor widths under independent units, exact: operands that share no unit
 * are independent (behind an Add the distribution function is the product of theirs), and on what
 * several share they are conditioned ({@link SharedWidths}). Which values are possible is worked
 * out once for a space; probabilities and gradients then take a pass over arrays.
 */
final class JointWidths {
  /** Beyond, an expression has too many shared units to be enumerated. */
  private static final int MOST_NODES = 200_000;

  /** Values ascending, and how their probabilities come from those of earlier nodes. */
  private record Node(List<List<Integer>> values, Step step) {}

  private sealed interface Step {}

  /** Probabilities of a unit's candidates. */
  private record Unit(String name) implements Step {}

  private record Certain() implements Step {}

  /** Entry {@code i, j} of two independent nodes goes to {@code target[i * of b + j]}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Product(int a, int b, int[] target) implements Step {}

  /** Given value {@code c} of a node the distribution is that of {@code parts.get(c)}. */
  private record Mixture(int of, List<Integer> parts, List<int[]> targets) implements Step {}

  private record Key(String operation, List<?> operands, Map<TensorWidth, Integer> given) {}

  private final SearchSpace space;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Key, Integer> known = new HashMap<>();

  JointWidths(SearchSpace space) {
    this.space = space;
  }

  /** Node of the joint distribution of several widths. */
  int joint(List<TensorWidth> operands) {
    return combined("joint", operands, Map.of(), JointWidths::joined);
  }

  /** Possible values of a node, one width an operand. */
  List<int[]> values(int node) {
    return nodes.get(node).values.stream()
        .map(v -> v.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private int scalar(TensorWidth width, Map<TensorWidth, Integer> given) {
    Integer known = given.get(width);
    if (known != null) {
      return certain(known);
    }
    if (width instanceof TensorWidth.Fixed f) {
      return certain(f.channels());
    }
    if (width instanceof TensorWidth.OfUnit u) {
      return unit(u.unit());
    }
    if (width instanceof TensorWidth.Times t) {
      return product("times", scalar(t.of(), given), certain(t.factor()), numbers((a, b) -> a * b));
    }
    if (width instanceof TensorWidth.Sum s) {
      return combined("sum", s.operands(), given, numbers(Integer::sum));
    }
    return combined("largest", ((TensorWidth.Largest) width).operands(), given, numbers(Math::max));
  }

  private static BinaryOperator<List<Integer>> numbers(BinaryOperator<Integer> of) {
    return (a, b) -> List.of(of.apply(a.get(0), b.get(0)));
  }

  private static List<Integer> joined(List<Integer> a, List<Integer> b) {
    List<Integer> both = new ArrayList<>(a);
    both.addAll(b);
    return List.copyOf(both);
  }

  private int combined(
      String operation,
      List<TensorWidth> operands,
      Map<TensorWidth, Integer> given,
      BinaryOperator<List<Integer>> combine) {
    Map<TensorWidth, Integer> relevant = new HashMap<>();
    operands.forEach(o -> SharedWidths.relevant(o, given, relevant));
    Key key = new Key(operation, operands, Map.copyOf(relevant));
    Integer found = known.get(key);
    if (found != null) {
      return found;
    }
    Optional<TensorWidth> shared = new SharedWidths(operands, relevant).first();
    int made;
    if (shared.isEmpty()) {
      made = scalar(operands.get(0), relevant);
      for (TensorWidth operand : operands.subList(1, operands.size())) {
        made = product(operation, made, scalar(operand, relevant), combine);
      }
    } else {
      made = mixture(operation, operands, relevant, shared.get(), combine);
    }
    known.put(key, made);
    return made;
  }

  private int mixture(
      String operation,
      List<TensorWidth> operands,
      Map<TensorWidth, Integer> given,
      TensorWidth shared,
      BinaryOperator<List<Integer>> combine) {
    int of = scalar(shared, given);
    List<Integer> parts = new ArrayList<>();
    TreeMap<List<Integer>, Integer> values = sorted();
    for (List<Integer> width : nodes.get(of).values) {
      Map<TensorWidth, Integer> more = new HashMap<>(given);
      more.put(shared, width.get(0));
      int part = combined(operation, operands, more, combine);
      parts.add(part);
      nodes.get(part).values.forEach(v -> values.put(v, 0));
    }
    number(values);
    List<int[]> targets =
        parts.stream()
            .map(p -> nodes.get(p).values.stream().mapToInt(v -> values.getOrDefault(v, -1)))
            .map(java.util.stream.IntStream::toArray)
            .toList();
    return add(List.copyOf(values.keySet()), new Mixture(of, parts, targets));
  }

  private int product(String operation, int a, int b, BinaryOperator<List<Integer>> combine) {
    Key key = new Key(operation, List.of(a, b), Map.of());
    Integer found = known.get(key);
    if (found != null) {
      return found;
    }
    List<List<Integer>> all = new ArrayList<>();
    TreeMap<List<Integer>, Integer> values = sorted();
    for (List<Integer> left : nodes.get(a).values) {
      for (List<Integer> right : nodes.get(b).values) {
        List<Integer> value = combine.apply(left, right);
        all.add(value);
        values.put(value, 0);
      }
    }
    number(values);
    int[] target = all.stream().mapToInt(v -> values.getOrDefault(v, -1)).toArray();
    int made = add(List.copyOf(values.keySet()), new Product(a, b, target));
    known.put(key, made);
    return made;
  }

  private static TreeMap<List<Integer>, Integer> sorted() {
    return new TreeMap<>(
        (x, y) -> {
          for (int i = 0; i < x.size(); i++) {
            int order = Integer.compare(x.get(i), y.get(i));
            if (order != 0) {
              return order;
            }
          }
          return 0;
        });
  }

  private static void number(TreeMap<List<Integer>, Integer> values) {
    int next = 0;
    for (Map.Entry<List<Integer>, Integer> entry : values.entrySet()) {
      entry.setValue(next++);
    }
  }

  private int unit(String name) {
    Key key = new Key("unit", List.of(name), Map.of());
    Integer found = known.get(key);
    if (found == null) {
      found = add(space.unit(name).candidates().stream().map(List::of).toList(), new Unit(name));
      known.put(key, found);
    }
    return found;
  }

  private int certain(int width) {
    Key key = new Key("certain", List.of(width), Map.of());
    Integer found = known.get(key);
    if (found == null) {
      found = add(List.of(List.of(width)), new Certain());
      known.put(key, found);
    }
    return found;
  }

  private int add(List<List<Integer>> values, Step step) {
    if (nodes.size() >= MOST_NODES) {
      throw new IllegalStateException(
          space.network().name()
              + ": widths share too many units for the expectation of their costs");
    }
    nodes.add(new Node(values, step));
    return nodes.size() - 1;
  }

  /** Probabilities of every node's values. */
  double[][] forward(ArchitectureParameters architecture) {
    double[][] p = new double[nodes.size()][];
    for (int n = 0; n < p.length; n++) {
      Node node = nodes.get(n);
      if (node.step instanceof Unit u) {
        p[n] = architecture.probabilities(u.name);
      } else if (node.step instanceof Certain) {
        p[n] = new double[] {1};
      } else if (node.step instanceof Product m) {
        p[n] = multiplied(p[m.a], p[m.b], m.target, node.values.size());
      } else if (node.step instanceof Mixture m) {
        p[n] = mixed(p, m, node.values.size());
      }
    }
    return p;
  }

  private static double[] multiplied(double[] a, double[] b, int[] target, int size) {
    double[] p = new double[size];
    int at = 0;
    for (double left : a) {
      for (double right : b) {
        p[target[at++]] += left * right;
      }
    }
    return p;
  }

  private static double[] mixed(double[][] all, Mixture m, int size) {
    double[] p = new double[size];
    for (int c = 0; c < m.parts.size(); c++) {
      double weight = all[m.of][c];
      double[] part = all[m.parts.get(c)];
      int[] target = m.targets.get(c);
      for (int k = 0; k < part.length; k++) {
        p[target[k]] += weight * part[k];
      }
    }
    return p;
  }

  /**
   * From gradients with respect to nodes' probabilities to those of the units' candidates.
   *
   * @param gradients by node, empty where there is none; changed
   */
  Map<String, double[]> backward(double[][] p, double[][] gradients) {
    Map<String, double[]> result = new HashMap<>();
    for (int n = p.length - 1; n >= 0; n--) {
      double[] g = gradients[n];
      if (g.length == 0) {
        continue;
      }
      Step step = nodes.get(n).step;
      if (step instanceof Unit u) {
        result.put(u.name, g);
      } else if (step instanceof Product m) {
        toFactors(g, p, m, of(gradients, m.a, p), of(gradients, m.b, p));
      } else if (step instanceof Mixture m) {
        toParts(g, p, m, gradients);
      }
    }
    return result;
  }

  private static double[] of(double[][] gradients, int node, double[][] p) {
    if (gradients[node].length == 0) {
      gradients[node] = new double[p[node].length];
    }
    return gradients[node];
  }

  private static void toFactors(double[] g, double[][] p, Product m, double[] ga, double[] gb) {
    double[] a = p[m.a];
    double[] b = p[m.b];
    int at = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        double of = g[m.target[at++]];
        ga[i] += of * b[j];
        gb[j] += of * a[i];
      }
    }
  }

  private static void toParts(double[] g, double[][] p, Mixture m, double[][] gradients) {
    double[] weights = of(gradients, m.of, p);
    for (int c = 0; c < m.parts.size(); c++) {
      int part = m.parts.get(c);
      double[] target = of(gradients, part, p);
      int[] to = m.targets.get(c);
      for (int k = 0; k < target.length; k++) {
        target[k] += p[m.of][c] * g[to[k]];
        weights[c] += p[part][k] * g[to[k]];
      }
    }
  }
}
