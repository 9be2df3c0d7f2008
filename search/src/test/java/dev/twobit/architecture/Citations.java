package dev.twobit.architecture;

import dev.twobit.site.HeadingAnchors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a text cites, and whether it opens: pages by a path such as {@code
 * simulator/docs/nvdla-rtl.md#load} from the repository's top, tables that lie in a module, and
 * links of Markdown.
 */
final class Citations {
  /** A word, a slash or a colon before it makes it another repository's. */
  private static final Pattern PAGE =
      Pattern.compile("(?<![\\w/:.#@-])((?:[\\w.-]+/)*[\\w.-]+\\.md)\\b(?:#([\\w-]+))?");

  /** A whole string literal is a path that a program opens, not a citation. */
  private static final Pattern TABLE =
      Pattern.compile(
          "(?<![\\w/:.#@\"-])((?:hwconfigs|onnx-io|simulator|search)/[\\w./-]+\\.csv)\\b");

  /** {@code [text](path)}, or {@code [text]: path} on a line of its own. */
  private static final Pattern LINK =
      Pattern.compile("\\](?:\\((?<inline>[^)\\s]+)\\)|: (?<own>\\S+)$)", Pattern.MULTILINE);

  /** A link with its words, which may name the file and cite nothing of their own. */
  private static final Pattern WORDED = Pattern.compile("\\[[^\\]]*\\]\\([^)\\s]+\\)");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```[^\\n]*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");

  /** Notes that are in no clone, and numbers of their sections and decisions. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "\\bSPEC[\\s*#]+A?\\d|\\bSPEC\\.md|\\bRTL\\.md|\\bDESIGN\\.md|SEARCH[-]METHODS|QAT[-]RECIPE|ONE[-]BEAT|\\bpaper\\.txt|\\bA\\d{1,2}\\)|\\b(?:ids?|rule|table)"
              + " A\\d{1,2}\\b");

  private final Path root;
  private final Map<Path, Set<String>> anchors = new HashMap<>();
  private int opened;

  Citations(Path root) {
    this.root = root;
  }

  /** Citations that opened so far. */
  int opened() {
    return opened;
  }

  /** One line for each citation of a file's text that opens nothing. */
  List<String> dead(Path file, String text) {
    List<String> dead = new ArrayList<>();
    String body = isPage(file) ? FENCED.matcher(text).replaceAll("") : text;
    if (isPage(file)) {
      all(LINK, body, m -> link(file, target(m)), dead);
      body = LINK.matcher(WORDED.matcher(body).replaceAll("")).replaceAll("]");
    }
    all(PAGE, body, m -> page(file, m.group(1), m.group(2)), dead);
    all(TABLE, body, m -> exists(root.resolve(m.group(1))), dead);
    all(ELSEWHERE, body, m -> false, dead);
    return dead.stream().map(citation -> root.relativize(file) + ": " + citation).toList();
  }

  private interface Opens {
    boolean test(Matcher citation);
  }

  private void all(Pattern pattern, String text, Opens opens, List<String> dead) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (opens.test(matcher)) {
        opened++;
      } else {
        dead.add(matcher.group());
      }
    }
  }

  private static String target(Matcher link) {
    String inline = link.group("inline");
    return inline == null ? link.group("own") : inline;
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  private static boolean exists(Path file) {
    return Files.exists(file);
  }

  private boolean link(Path file, String target) {
    if (target.contains("://") || target.startsWith("mailto:")) {
      return true;
    }
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path cited = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    return exists(cited) && (hash < 0 || anchors(cited).contains(target.substring(hash + 1)));
  }

  /** From the repository's top; from its module or beside the file if it names no anchor. */
  private boolean page(Path file, String path, String anchor) {
    if (anchor != null) {
      Path cited = root.resolve(path);
      return exists(cited) && anchors(cited).contains(anchor);
    }
    Path module = root.resolve(root.relativize(file).getName(0));
    return Stream.of(root.resolve(path), module.resolve(path), file.resolveSibling(path))
        .anyMatch(Citations::exists);
  }

  private Set<String> anchors(Path page) {
    return anchors.computeIfAbsent(
        page, p -> isPage(p) && Files.isRegularFile(p) ? anchorsOf(read(p)) : Set.of());
  }

  /** Anchors of a page's headings, as code hosts make them. */
  static Set<String> anchorsOf(String page) {
    HeadingAnchors anchors = new HeadingAnchors();
    Matcher heading = HEADING.matcher(FENCED.matcher(page).replaceAll(""));
    while (heading.find()) {
      anchors.next(heading.group(1).replaceAll("\\]\\([^)]*\\)", "]"));
    }
    return anchors.all();
  }

  static String read(Path file) {
    try {
      // Some kept inputs of fuzzing are no text: what is none of UTF-8 is replaced.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
