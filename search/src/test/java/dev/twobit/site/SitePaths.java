package dev.twobit.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which pages there are, and where they and what they link to lie in the site: the folders are
 * those of the repository, so that relative links keep their form.
 */
final class SitePaths {
  private static final List<String> MODULES =
      List.of("hwconfigs", "onnx-io", "simulator", "search");
  private static final List<String> IMAGES = List.of(".png", ".svg", ".jpg");
  private static final String INDEX = "README.md";

  private SitePaths() {}

  /** Every page of the repository, relative to its top, sorted; what builds write apart. */
  static List<Path> pages(Path root) throws IOException {
    Stream<Path> folders =
        Stream.concat(
            Stream.of(root.resolve("docs")),
            MODULES.stream()
                .map(root::resolve)
                .flatMap(m -> Stream.of("docs", "evidence", "src").map(m::resolve)));
    Stream<Path> deep = folders.filter(Files::isDirectory).flatMap(f -> files(f, 99));
    return Stream.concat(files(root, 1), deep)
        .map(root::relativize)
        .filter(SitePaths::isPage)
        .sorted()
        .toList();
  }

  private static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  static boolean isImage(Path file) {
    return IMAGES.stream().anyMatch(file.toString()::endsWith);
  }

  /** Where a file of the repository is in the site: texts are shown in a page of their own. */
  static Path inSite(Path file) {
    String name = file.getFileName().toString();
    if (name.equals(INDEX)) {
      return file.resolveSibling("index.html");
    }
    if (isPage(file)) {
      return file.resolveSibling(name.replaceFirst("\\.md$", ".html"));
    }
    return isImage(file) ? file : file.resolveSibling(name + ".html");
  }

  /** What leads from a file of the site to its top: empty, or {@code ../../}. */
  static String toTop(Path inSite) {
    return "../".repeat(inSite.getNameCount() - 1);
  }

  /** With slashes on any system. */
  static String text(Path path) {
    return path.toString().replace('\\', '/');
  }
}
