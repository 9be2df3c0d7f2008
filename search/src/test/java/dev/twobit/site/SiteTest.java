package dev.twobit.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The site of the real pages opens from a disk: all of it is there, and every link leads somewhere.
 */
class SiteTest {
  /** Tests run from the module's folder. */
  private static final Path ROOT = Path.of("..");

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @TempDir static Path site;

  @BeforeAll
  static void build() throws IOException {
    SiteBuilder.build(ROOT, site);
  }

  @Test
  void everyPageIsInIt() throws IOException {
    List<Path> pages = SitePaths.pages(ROOT);
    assertThat(pages)
        .contains(
            Path.of("README.md"),
            Path.of("docs/tutorials/architect.md"),
            Path.of("search/docs/methods.md"),
            Path.of("search/evidence/README.md"))
        .hasSizeGreaterThan(40)
        .allMatch(page -> Files.isRegularFile(site.resolve(SitePaths.inSite(page))));
  }

  @Test
  void everyPageIsReachedFromTheFirst() throws IOException {
    Set<Path> reached = new HashSet<>(List.of(Path.of("index.html")));
    Deque<Path> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      Path from = open.remove();
      for (String target : links(from)) {
        Path to = site.relativize(target(from, target));
        if (!isElsewhere(target) && to.toString().endsWith(".html") && reached.add(to)) {
          open.add(to);
        }
      }
    }
    assertThat(SitePaths.pages(ROOT)).extracting(SitePaths::inSite).allMatch(reached::contains);
  }

  @Test
  void everyLinkAndAnchorOpens() throws IOException {
    assertThat(dead(site)).isEmpty();
  }

  @Test
  void aDeadLinkIsFound(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("a.html"),
        "<h2 id=\"x\"></h2><a href=\"#x\"></a><a href=\"#y\"></a><img src=\"absent.png\">");
    assertThat(dead(folder)).containsExactly("a.html: #y", "a.html: absent.png");
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws IOException {
    Pattern loads = Pattern.compile("(?:src=|<link[^>]*href=|url\\(|@import )\"?(?:https?:)?//");
    for (Path file : files(site)) {
      if (file.toString().matches(".*\\.(html|css|js)")) {
        assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(loads);
      }
    }
  }

  @Test
  void searchKnowsSectionsAndKeysAndItsEntriesOpen() throws IOException {
    String script = Files.readString(site.resolve("search-index.js"));
    assertThat(script).startsWith("window.searchIndex = ").endsWith(";\n");
    JsonNode index =
        new ObjectMapper()
            .readTree(script.substring("window.searchIndex = ".length(), script.length() - 2));

    List<String> titles = new ArrayList<>();
    for (JsonNode section : index.get("sections")) {
      titles.add(section.get(2).asText());
      Path page = site.resolve(index.get("pages").get(section.get(0).asInt()).get(0).asText());
      assertThat(Files.readString(page)).contains("id=\"" + section.get(1).asText() + "\"");
    }
    assertThat(titles)
        .contains("twobit hardware new", "buffer.banks", "new-channels", "learningRate.peak")
        .hasSizeGreaterThan(500);
  }

  @Test
  void twoBuildsAreTheSame(@TempDir Path again) throws IOException {
    SiteBuilder.build(ROOT, again);
    List<Path> names = files(site).stream().map(site::relativize).toList();
    assertThat(files(again).stream().map(again::relativize)).containsExactlyElementsOf(names);
    for (Path name : names) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(site.resolve(name));
    }
  }

  /** Links of HTML pages, as page and target, that open no file or no place in it. */
  private static List<String> dead(Path site) throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path file : files(site)) {
      if (file.toString().endsWith(".html")) {
        Path from = site.relativize(file);
        for (String target : links(site, from)) {
          if (!isElsewhere(target) && !opens(site, from, target)) {
            dead.add(SitePaths.text(from) + ": " + target);
          }
        }
      }
    }
    return dead;
  }

  private static boolean opens(Path site, Path from, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? site.resolve(from) : site.resolve(from).resolveSibling(path);
    return Files.isRegularFile(file)
        && (hash < 0
            || Files.readString(file).contains("id=\"" + target.substring(hash + 1) + "\""));
  }

  private static boolean isElsewhere(String target) {
    return target.matches("(?:https?|mailto):.*");
  }

  private static Path target(Path from, String target) {
    String path = target.replaceFirst("#.*", "");
    return path.isEmpty()
        ? site.resolve(from)
        : site.resolve(from).resolveSibling(path).normalize();
  }

  private static List<String> links(Path from) throws IOException {
    return links(site, from);
  }

  private static List<String> links(Path site, Path from) throws IOException {
    return LINK.matcher(Files.readString(site.resolve(from)))
        .results()
        .map((MatchResult r) -> r.group(1))
        .toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
