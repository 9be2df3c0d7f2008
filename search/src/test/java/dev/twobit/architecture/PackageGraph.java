package dev.twobit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Who needs whom, from compiled classes.
 *
 * @param needs packages below {@code dev.twobit}, by name without it, and the ones each depends on
 * @param modules the module of each package
 */
record PackageGraph(SortedMap<String, SortedSet<String>> needs, Map<String, String> modules) {
  private static final String BASE = "dev.twobit.";

  /** Generated from ONNX's schema: no part of the design. */
  private static final String GENERATED = "onnx.proto";

  static PackageGraph of(JavaClasses classes) {
    SortedMap<String, SortedSet<String>> needs = new TreeMap<>();
    for (JavaClass type : classes) {
      String from = name(type);
      if (from.isEmpty()) {
        continue;
      }
      SortedSet<String> to = needs.computeIfAbsent(from, p -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(d -> name(d.getTargetClass().getBaseComponentType()))
          .filter(p -> !p.isEmpty() && !p.equals(from))
          .forEach(to::add);
    }
    Map<String, String> modules = new HashMap<>();
    needs.keySet().forEach(p -> modules.put(p, module(p)));
    return new PackageGraph(needs, modules);
  }

  /** The dependencies that no chain of others implies, and none that closes a circle. */
  PackageGraph reduced() {
    PackageGraph open = select((from, to) -> !closesCircle(from, to));
    return open.select(
        (from, to) ->
            at(open.needs, from).stream().noneMatch(by -> !by.equals(to) && open.reaches(by, to)));
  }

  /** The dependencies that lead up: without them there is no circle. */
  PackageGraph circles() {
    return select(this::closesCircle);
  }

  private boolean closesCircle(String from, String to) {
    return at(heights(), to) >= at(heights(), from);
  }

  private PackageGraph select(BiPredicate<String, String> kept) {
    SortedMap<String, SortedSet<String>> selected = new TreeMap<>();
    needs.forEach(
        (from, all) ->
            selected.put(
                from,
                all.stream()
                    .filter(to -> kept.test(from, to))
                    .collect(Collectors.toCollection(TreeSet::new))));
    return new PackageGraph(selected, modules);
  }

  /**
   * The rows of a picture: a package stands above all that it needs; packages of a circle are
   * ordered by name.
   */
  SortedMap<String, Integer> heights() {
    SortedMap<String, Integer> heights = new TreeMap<>();
    needs.keySet().forEach(p -> height(p, heights, new ArrayList<>()));
    return heights;
  }

  private int height(String name, Map<String, Integer> known, List<String> path) {
    Integer height = known.get(name);
    if (height != null) {
      return height;
    }
    path.add(name);
    int below = -1;
    for (String to : at(needs, name)) {
      if (!path.contains(to)) {
        below = Math.max(below, height(to, known, path));
      }
    }
    path.remove(name);
    known.put(name, below + 1);
    return below + 1;
  }

  /** In a graph without circles. */
  private boolean reaches(String from, String to) {
    return from.equals(to) || at(needs, from).stream().anyMatch(by -> reaches(by, to));
  }

  private static String name(JavaClass type) {
    String name = type.getPackageName();
    boolean ours = name.startsWith(BASE) && !name.equals(BASE + GENERATED);
    return ours ? name.substring(BASE.length()) : "";
  }

  private static String module(String name) {
    String folder = "src/main/java/dev/twobit/" + name.replace('.', '/');
    return RepositoryFiles.MODULES.stream()
        .filter(m -> Files.isDirectory(RepositoryFiles.root().resolve(m).resolve(folder)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no module has a package " + name));
  }

  /** What a map has for a key that it must have. */
  static <K, V> V at(Map<K, V> map, K key) {
    return Optional.ofNullable(map.get(key))
        .orElseThrow(() -> new IllegalStateException("no " + key));
  }
}
