package dev.twobit.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.site.MarkdownPage.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Makes the site of the repository's pages: plain files with relative links, which a browser opens
 * from a disk; search is a script and a list of all sections beside them.
 */
public final class SiteBuilder {
  private final Path root;
  private final Path site;

  private SiteBuilder(Path root, Path site) {
    this.root = root;
    this.site = site;
  }

  /**
   * Prints where the site begins.
   *
   * @param arguments the folder of the checkout, and that of the site
   */
  public static void main(String[] arguments) throws IOException {
    Path site = Path.of(arguments[1]);
    build(Path.of(arguments[0]), site);
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .println(site.toAbsolutePath().normalize().resolve("index.html"));
  }

  /**
   * @param root of the repository
   * @param site a folder, which is made; files of the same names are written over
   */
  static void build(Path root, Path site) throws IOException {
    new SiteBuilder(root, site).build();
  }

  private void build() throws IOException {
    Contents contents = Contents.of(MarkdownPage.parse(read(Contents.PAGE)));
    PageFrame frame = new PageFrame(contents);
    List<MarkdownPage> pages = new ArrayList<>();
    Set<Path> linked = new LinkedHashSet<>();
    for (Path file : SitePaths.pages(root)) {
      MarkdownPage page = MarkdownPage.of(file, read(file));
      pages.add(page);
      linked.addAll(page.linked());
      write(file, frame.page(file, page.title(), page.headings(), page.body()));
    }
    for (Path file : linked) {
      if (!SitePaths.isPage(file) && Files.isRegularFile(root.resolve(file))) {
        addFile(file, frame);
      }
    }
    writeText("search-index.js", index(pages));
    for (String name : List.of("site.css", "site.js")) {
      writeText(name, resource(name));
    }
  }

  /** An image as it is; a text, such as a class, as a page. */
  private void addFile(Path file, PageFrame frame) throws IOException {
    if (SitePaths.isImage(file)) {
      Path copy = site.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(root.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    String name = PageFrame.escape(SitePaths.text(file));
    String text = PageFrame.escape(read(file));
    write(
        file,
        frame.page(
            file,
            file.getFileName().toString(),
            List.of(),
            "<h1>" + name + "</h1>\n<pre><code>" + text + "</code></pre>\n"));
  }

  /** Pages with their titles, and sections as page, anchor, title and text. */
  private static String index(List<MarkdownPage> pages) throws IOException {
    List<List<Object>> titles = new ArrayList<>();
    List<List<Object>> sections = new ArrayList<>();
    for (MarkdownPage page : pages) {
      for (Section section : page.sections()) {
        sections.add(List.of(titles.size(), section.anchor(), section.title(), section.text()));
      }
      titles.add(List.of(SitePaths.text(SitePaths.inSite(page.file())), page.title()));
    }
    ObjectMapper json = new ObjectMapper();
    return "window.searchIndex = {\"pages\":"
        + json.writeValueAsString(titles)
        + ",\n\"sections\":"
        + json.writeValueAsString(sections)
        + "};\n";
  }

  private String read(Path file) throws IOException {
    return Files.readString(root.resolve(file));
  }

  private void write(Path file, String html) throws IOException {
    writeText(SitePaths.text(SitePaths.inSite(file)), html);
  }

  private void writeText(String name, String text) throws IOException {
    Path file = site.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(SiteBuilder.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
