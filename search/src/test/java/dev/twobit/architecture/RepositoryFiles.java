package dev.twobit.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of the repository: what is at its top and in its modules, build outputs apart. */
final class RepositoryFiles {
  private static final List<String> TEXTS =
      List.of(".java", ".yaml", ".md", ".json", ".py", ".xml", ".csv", ".properties");

  static final List<String> MODULES = List.of("hwconfigs", "onnx-io", "simulator", "search");

  private RepositoryFiles() {}

  /** The folder with all modules, from a module's folder or from itself. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("hwconfigs"))
        || !Files.isRegularFile(folder.resolve("pom.xml"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("no repository around " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }

  /** Every text file, sorted. */
  static List<Path> texts(Path root) throws IOException {
    try (Stream<Path> top = Files.list(root)) {
      return top.filter(
              p ->
                  Files.isRegularFile(p)
                      || Files.isRegularFile(p.resolve("pom.xml"))
                      || p.endsWith("docs"))
          .flatMap(RepositoryFiles::within)
          .filter(p -> TEXTS.stream().anyMatch(p.getFileName().toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  /** Java's sources, of tests too, by the simple names of their files. */
  static Set<String> classes(Path root) throws IOException {
    return texts(root).stream()
        .map(p -> p.getFileName().toString())
        .filter(name -> name.endsWith(".java"))
        .map(name -> name.substring(0, name.length() - ".java".length()))
        .collect(Collectors.toSet());
  }

  /**
   * A file, or the files of a module: its own, its pages and its sources; or all of {@code docs}.
   */
  private static Stream<Path> within(Path fileOrModule) {
    if (Files.isRegularFile(fileOrModule)) {
      return Stream.of(fileOrModule);
    }
    if (fileOrModule.endsWith("docs")) {
      return files(fileOrModule, Integer.MAX_VALUE);
    }
    return Stream.concat(
        files(fileOrModule, 1),
        Stream.of("docs", "evidence", "src")
            .map(fileOrModule::resolve)
            .filter(Files::isDirectory)
            .flatMap(folder -> files(folder, Integer.MAX_VALUE)));
  }

  private static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
