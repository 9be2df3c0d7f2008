package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
    packages = "dev.twobit",
    importOptions = {ImportOption.DoNotIncludeTests.class, DoNotIncludeTestJars.class})
class ArchitecturePictureTest {
  private static final String REGENERATE =
      "mvn -q -Pquick test -pl search -am -Dtest=ArchitecturePictureTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dpicture=write";

  /** With {@code -Dpicture=write} the picture is written, and then holds. */
  @ArchTest
  static void thePictureIsWhatTheCodeGives(JavaClasses classes) throws IOException {
    Path picture = RepositoryFiles.root().resolve("docs/packages.svg");
    String drawn = PackagePicture.draw(PackageGraph.of(classes));
    if ("write".equals(System.getProperty("picture"))) {
      Files.writeString(picture, drawn);
    }
    assertThat(Files.readString(picture).equals(drawn))
        .as("docs/packages.svg is not what the packages are now; write it anew: " + REGENERATE)
        .isTrue();
  }

  @Test
  void aPackageStandsAboveWhatItNeedsAndImpliedLinesAreNotDrawn() {
    PackageGraph graph = graph(Map.of("a", "b c", "b", "c", "c", "", "d", "c"));

    assertThat(graph.heights()).containsEntry("c", 0).containsEntry("b", 1).containsEntry("a", 2);
    assertThat(graph.reduced().needs().get("a")).containsExactly("b");
    assertThat(graph.reduced().needs().get("d")).containsExactly("c");
  }

  @Test
  void aCircleIsDrawnApart() {
    PackageGraph graph = graph(Map.of("a", "b", "b", "a c", "c", ""));

    assertThat(graph.circles().needs().get("b")).containsExactly("a");
    assertThat(graph.reduced().needs()).containsEntry("b", new TreeSet<>(List.of("c")));
    assertThat(PackagePicture.draw(graph)).contains("stroke-dasharray");
  }

  @Test
  void boxesOfARowDoNotOverlap() {
    PackageGraph graph = graph(Map.of("a", "x y z", "b", "y", "x", "", "y", "", "z", ""));
    Map<String, Double> widths = new TreeMap<>();
    graph.needs().keySet().forEach(p -> widths.put(p, 40.0));
    var layout = new LayeredLayout(graph, graph.heights(), widths);

    for (var p : layout.places().values()) {
      for (var q : layout.places().values()) {
        if (p != q && p.row == q.row) {
          assertThat(Math.abs(p.x - q.x)).as("%s and %s", p.name, q.name).isGreaterThan(40);
        }
      }
    }
    assertThat(layout.lines()).hasSize(4);
  }

  private static PackageGraph graph(Map<String, String> needs) {
    TreeMap<String, SortedSet<String>> sets = new TreeMap<>();
    TreeMap<String, String> modules = new TreeMap<>();
    needs.forEach(
        (from, to) -> {
          sets.put(from, new TreeSet<>(to.isEmpty() ? List.of() : List.of(to.split(" "))));
          modules.put(from, "search");
        });
    return new PackageGraph(sets, modules);
  }
}
