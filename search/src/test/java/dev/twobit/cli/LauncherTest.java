package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Java, with a Java that only says what it was asked for. */
@Tag("slow") // starts processes
class LauncherTest {
  /** Makes an archive slowly, in two halves; counts how often it is asked to. */
  private static final String JAVA =
      """
           #!/bin/sh
           case " $* " in
             *" -Xshare:dump "*)
               echo made >>"$0.made"
               [ ! -e "$0.fails" ] || exit 1
               for word in "$@"; do
                 case $word in -XX:SharedArchiveFile=*) file=${word#*=} ;; esac
               done
               printf half >"$file"; sleep 0.3
               [ ! -e "$0.killed" ] || { rm "$0.killed"; kill -9 $$; }
      printf half >>"$file" ;;
             *) echo "$*" ;;
           esac
      """;

  @TempDir private Path folder;
  private Path jar;
  private Path java;

  @BeforeEach
  void distribution() throws IOException {
    Path launcher = Files.createDirectories(folder.resolve("twobit/bin")).resolve("twobit");
    Files.copy(Path.of("src/main/launcher/twobit"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Path lib = Files.createDirectories(folder.resolve("twobit/lib"));
    Files.writeString(lib.resolve("twobit.classes"), "java/lang/Object id: 0\n");
    jar = Files.writeString(lib.resolve("twobit.jar"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
    java = javaHome("jdk", "17.0.1");
  }

  private Path javaHome(String name, String version) throws IOException {
    Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
    Files.writeString(
        bin.resolveSibling("release"),
        "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"a b\"\n");
    Path script = Files.writeString(bin.resolve("java"), JAVA);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private Process start(String mode, String... words) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(folder.resolve("twobit/bin/twobit").toString());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", java.resolve("../..").normalize().toString());
    builder.environment().put("TWOBIT_SHARED_CLASSES", mode);
    builder.environment().remove("TWOBIT_JAVA_OPTS");
    return builder.start();
  }

  private static String said(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  private String said(String mode, String... words) throws IOException, InterruptedException {
    return said(start(mode, words));
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(jar.getParent())) {
      return files.filter(f -> f.toString().contains(".jsa")).sorted().toList();
    }
  }

  private long made() throws IOException {
    Path count = java.resolveSibling("java.made");
    return Files.exists(count) ? Files.readAllLines(count).size() : 0;
  }

  @Test
  void anArchiveIsMadeOnceAndUsed() throws Exception {
    String first = said("now", "--help");
    String second = said("now", "simulate", "x");

    Path archive = archives().get(0);
    assertThat(archives()).containsExactly(archive);
    assertThat(archive).content().isEqualTo("halfhalf");
    assertThat(first).contains("-XX:SharedArchiveFile=" + archive, "-jar " + jar + " --help");
    assertThat(second).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void theFirstStartDoesNotWaitForIt() throws Exception {
    String first = said("background", "--help");

    assertThat(first).doesNotContain("SharedArchiveFile");
    for (int i = 0;
        i < 200 && archives().stream().noneMatch(f -> f.toString().endsWith(".jsa"));
        i++) {
      Thread.sleep(20);
    }
    assertThat(said("background", "--help")).contains("-XX:SharedArchiveFile=");
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void startsAtOnceMakeOne() throws Exception {
    Process one = start("now", "--help");
    Process other = start("now", "--help");

    assertThat(said(one) + said(other)).contains("--help\n");
    assertThat(archives()).hasSize(1);
    assertThat(archives().get(0)).content().isEqualTo("halfhalf");
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void aNewerJarOrAnotherJavaHasItsOwn() throws Exception {
    said("now", "--help");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    said("now", "--help");
    assertThat(made()).isEqualTo(2);
    assertThat(archives()).hasSize(1);

    java = javaHome("jdk-21", "21");
    said("now", "--help");
    assertThat(made()).isEqualTo(1);
    assertThat(archives()).hasSize(2);
  }

  @Test
  void aJavaThatMakesNoneIsAskedOnce() throws Exception {
    Files.createFile(java.resolveSibling("java.fails"));

    for (int i = 0; i < 2; i++) {
      assertThat(said("now", "--help")).doesNotContain("SharedArchiveFile").contains("--help");
    }
    assertThat(made()).isEqualTo(1);
  }

  @Test
  void whatAKilledStartLeftHoldsUpNothing() throws Exception {
    said("now", "--help");
    Path archive = archives().get(0);
    Files.delete(archive);
    Path lock = Files.createFile(Path.of(archive + ".lock"));

    assertThat(said("now", "--help")).doesNotContain("SharedArchiveFile");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(1200)));
    assertThat(said("now", "--help")).contains("-XX:SharedArchiveFile=" + archive);
    assertThat(archives()).containsExactly(archive);
  }

  @Test
  void halfAnArchiveOfAKilledJavaIsNotUsedAndMadeAnew() throws Exception {
    Files.createFile(java.resolveSibling("java.killed"));

    assertThat(said("now", "--help")).doesNotContain("SharedArchiveFile").contains("--help");
    assertThat(archives()).isEmpty();
    assertThat(said("now", "--help")).contains("-XX:SharedArchiveFile=");
    assertThat(archives()).hasSize(1);
    assertThat(archives().get(0)).content().isEqualTo("halfhalf");
  }

  @Test
  void offIsWithout() throws Exception {
    said("now", "--help");

    assertThat(said("off", "--help")).doesNotContain("SharedArchiveFile");
  }

  @Test
  void shortCommandsDoWithoutAnOptimizingCompiler() throws Exception {
    for (List<String> words :
        List.of(List.of("simulate", "x"), List.of("--version"), List.of("hardware", "list"))) {
      assertThat(said("off", words.toArray(String[]::new))).contains("-XX:TieredStopAtLevel=1");
    }
    for (List<String> words :
        List.of(List.of("simulate", "x", "--engine", "tick"), List.of("train", "x"))) {
      assertThat(said("off", words.toArray(String[]::new)))
          .doesNotContain("TieredStopAtLevel")
          .contains("-XX:+UseParallelGC");
    }
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    java = javaHome("jdk-11", "11.0.2");

    Process process = start("off", "--help");

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("twobit: " + java + " is Java 11.0.2; expected 17 or later\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
