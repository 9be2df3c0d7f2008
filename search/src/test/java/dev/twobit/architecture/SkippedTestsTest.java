package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {
  @TempDir private Path folder;

  private Path report(String name, String cases) throws IOException {
    return Files.writeString(
        folder.resolve(name), "<testsuite name=\"any\">" + cases + "</testsuite>");
  }

  @Test
  void whatIsWantedIsNamedWithTheTestsThatWantIt() throws IOException {
    Path a =
        report(
            "TEST-a.xml",
            "<testcase classname=\"x.ATest\" name=\"one\"/>"
                + "<testcase classname=\"x.ATest\" name=\"two\"><skipped"
                + " message=\"Assumption was not met due to: [models/m.onnx in a folder 'shared'"
                + " beside the project] &#10;more\"/></testcase>");
    Path b =
        report(
            "TEST-b.xml",
            "<testcase classname=\"x.BTest\" name=\"one\"><skipped message=\"Assumption failed:"
                + " [models/m.onnx in a folder 'shared' beside the project]\"/></testcase>"
                + "<testcase classname=\"x.BTest\" name=\"two\"><skipped"
                + " message=\"org.opentest4j.TestAbortedException: Assumption failed: a browser on"
                + " the PATH\"/></testcase>");

    assertThat(SkippedTests.text(SkippedTests.summary(List.of(a, b))))
        .isEqualTo(
            """
            Tests skipped: 3 of 4, for want of
              a browser on the PATH  (BTest)
              models/m.onnx in a folder 'shared' beside the project  (ATest, BTest)
            How to get these: docs/outside-files.md
            """);
  }

  @Test
  void thatNothingWasSkippedIsSaid() throws IOException {
    Path all = report("TEST-c.xml", "<testcase classname=\"x.CTest\" name=\"one\"/>");

    assertThat(SkippedTests.text(SkippedTests.summary(List.of(all))))
        .isEqualTo("Tests skipped: none of 1.\n");
    assertThat(RepositoryFiles.root().resolve("docs/outside-files.md")).exists();
  }
}
