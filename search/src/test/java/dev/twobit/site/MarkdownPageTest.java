package dev.twobit.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownPageTest {
  private static MarkdownPage page(String markdown) {
    return MarkdownPage.of(Path.of("search/docs", "some" + ".md"), markdown);
  }

  /**
   * By hand; an exclamation mark is the point of a page's name, so that this file cites nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "methods!md, methods.html",
    "methods!md#nce, methods.html#nce",
    "../../README!md, ../../index.html",
    "../evidence/README!md, ../evidence/index.html",
    "../src/A.java, ../src/A.java.html",
    "a.png, a.png",
    "#here, #here",
    "https://host/x!md, https://host/x!md"
  })
  void linksLeadToWhatTheSiteHas(String target, String inSite) {
    assertThat(page("[a](" + target.replace('!', '.') + ")").body())
        .contains("<a href=\"" + inSite.replace('!', '.') + "\">");
  }

  @Test
  void headingsHaveTheAnchorsOfCodeHosts() {
    MarkdownPage page = page("# A `b` (c): d\n## Twice\n## Twice\n");
    assertThat(page.title()).isEqualTo("A b (c): d");
    assertThat(page.body()).contains("<h1 id=\"a-b-c-d\">", "id=\"twice\"", "id=\"twice-1\"");
  }

  @Test
  void rowsThatBeginWithANameAreFoundByIt() {
    MarkdownPage page = page("# Keys\n\nall\n\n| key | what |\n|---|---|\n| `a.b` | so it is |\n");
    assertThat(page.sections())
        .containsExactly(
            new MarkdownPage.Section(1, "keys", "Keys", "all key what"),
            new MarkdownPage.Section(0, "row-a-b", "a.b", "so it is"));
    assertThat(page.body()).contains("<tr id=\"row-a-b\">", "<div class=\"scroll\"><table>");
  }

  @Test
  void whatLooksLikeHtmlIsText() {
    assertThat(page("a <script>alert(1)</script> b").body())
        .doesNotContain("<script>")
        .contains("&lt;script&gt;");
  }
}
