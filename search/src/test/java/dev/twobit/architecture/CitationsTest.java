package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code, descriptions and pages cite can be opened in any clone. */
class CitationsTest {
  private static final Path ROOT = RepositoryFiles.root();

  /** The page of the planted texts; in two parts, so that this file cites nothing. */
  private static final String PAGE = "page" + ".md";

  @Test
  void everyCitationOpens() throws IOException {
    Citations citations = new Citations(ROOT);
    List<String> dead = new ArrayList<>();
    List<Path> files = RepositoryFiles.texts(ROOT);
    for (Path file : files) {
      dead.addAll(citations.dead(file, Citations.read(file)));
    }
    assertThat(dead).isEmpty();
    assertThat(files).hasSizeGreaterThan(500);
    assertThat(citations.opened()).as("citations that opened").isGreaterThan(100);
  }

  @TempDir Path folder;

  private List<String> dead(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("search/docs"));
    Files.createDirectories(folder.resolve("search/src"));
    Files.writeString(folder.resolve("search/docs").resolve(PAGE), "# Title\n\n## A `b` (c): d\n");
    Files.writeString(folder.resolve("search/src").resolve("rows.csv"), "a,b\n");
    return new Citations(folder).dead(folder.resolve(name), text.replace('!', '.'));
  }

  /** An exclamation mark is the point of a file's name, for the same reason. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "search/docs/absent!md",
        "absent!md",
        "(search/docs/page!md#absent)",
        "search/src/absent!csv",
        "SPEC\n * 2!4",
        "SPEC\tA11",
        "DESIGN!md",
        "a key (A1\u0029",
        "rule\u0020A1",
        "SEARCH\u002dMETHODS"
      })
  void whatOpensNothingIsFoundInCode(String text) throws IOException {
    assertThat(dead("search/src/Some.java", text)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](absent!md)",
        "[a](page!md#absent)",
        "[a](#absent)",
        "![a](absent!png)",
        "see `search/docs/absent!md`"
      })
  void whatOpensNothingIsFoundInPages(String text) throws IOException {
    assertThat(dead("search/docs/" + PAGE, text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(search/docs/page!md#a-b-c-d), docs/page!md.",
        "https://host/absent!md and other/repository@1a65f1f/absent!md",
        "search/src/rows!csv, results/absent!csv",
        "W2A2 on a Cortex-A53",
      })
  void whatOpensIsNot(String text) throws IOException {
    assertThat(dead("search/src/Some.java", text)).isEmpty();
  }

  @Test
  void linksAreReadWithoutBlocksOfCode() throws IOException {
    String text =
        "[absent!md](page!md#title) [b](../src) [c](https://host/x!md)\n\n```\n[d](absent!md)\n```\n";
    assertThat(dead("search/docs/" + PAGE, text)).isEmpty();
  }

  @Test
  void repeatedHeadingsAreNumbered() {
    assertThat(Citations.anchorsOf("# A\n## A\n## [B](c) D\n"))
        .containsExactlyInAnyOrder("a", "a-1", "b-d");
  }
}
