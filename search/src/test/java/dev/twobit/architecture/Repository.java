package dev.twobit.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class Repository {
  static final List<String> MODULES = List.of("hwconfigs", "onnx-io", "simulator", "search");

  private Repository() {}

  /** The folder of the parent's {@code pom.xml}, above the module that is tested. */
  static Path root() {
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(start, p -> p != null, Path::getParent)
        .filter(p -> Files.exists(p.resolve("pom.xml")))
        .filter(p -> MODULES.stream().allMatch(m -> Files.isDirectory(p.resolve(m))))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no checkout of twobit at or above " + start));
  }

  /** The pages of the project: those at the top, in {@code docs}, and in the modules' docs. */
  static List<Path> pages() throws IOException {
    Path root = root();
    Stream<Path> folders = Stream.concat(Stream.of(root), MODULES.stream().map(root::resolve));
    Stream<Path> docs = folders.map(f -> f.resolve("docs")).filter(Files::isDirectory);
    return Stream.concat(list(root, 1), docs.flatMap(folder -> list(folder, Integer.MAX_VALUE)))
        .sorted()
        .toList();
  }

  /** Files of Java below a module's main or test sources. */
  static Stream<Path> sources() {
    return MODULES.stream()
        .flatMap(m -> Stream.of(m + "/src/main/java", m + "/src/test/java"))
        .map(root()::resolve)
        .filter(Files::isDirectory)
        .flatMap(folder -> walk(folder, Integer.MAX_VALUE, ".java"));
  }

  private static Stream<Path> list(Path folder, int depth) {
    return walk(folder, depth, ".md");
  }

  private static Stream<Path> walk(Path folder, int depth, String ending) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(p -> p.toString().endsWith(ending)).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
