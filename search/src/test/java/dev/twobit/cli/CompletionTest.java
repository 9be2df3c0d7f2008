package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Scripts as shells run them; that of zsh is skipped where there is none. */
@Tag("slow") // starts processes
class CompletionTest {
  /** What is typed, and what is to be among the things offered. */
  private static final Map<String, List<String>> OFFERED = new LinkedHashMap<>();

  static {
    OFFERED.put("twobit hardware sh", List.of("show"));
    OFFERED.put("twobit search --lat", List.of("--latency-budget"));
    OFFERED.put(
        "twobit simulate resnet8 --hardware edge", List.of("edge-tpu-w2a2", "edge-tpu-w8a8"));
    OFFERED.put("twobit simulate resnet8 --hardware=edge-tpu-w2", List.of("edge-tpu-w2a2"));
    OFFERED.put("twobit hardware show edge-tpu-w8", List.of("edge-tpu-w8a8"));
    OFFERED.put("twobit search x.onnx --method hal", List.of("halving"));
    OFFERED.put("twobit train x.onnx --recipe sm", List.of("small"));
    OFFERED.put("twobit simulate resnet2", List.of("resnet20"));
    OFFERED.put("twobit model mobile", List.of("mobilenet-v1", "mobilenet-v2"));
    OFFERED.put("twobit train x.onnx --weights q", List.of("qil"));
    OFFERED.put("twobit study evid", List.of("evidence"));
    OFFERED.put("twobit study jud", List.of("judges"));
    OFFERED.put("twobit study fig3 --prese", List.of("--preset"));
    OFFERED.put("twobit study judges --out f", List.of("file.txt"));
    OFFERED.put("twobit simulate fil", List.of("file.txt"));
    OFFERED.put("twobit completion z", List.of("zsh"));
  }

  /** Sends each line and a tab to a shell on a terminal, and prints what is offered to it. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty z zsh -f -i
      next() {
        local line
        while zpty -r z line; do
          case $line in *"$1"*) return ;; esac
          [[ $line == *FOUND:?*:END* ]] && print -r -- "${${line##*FOUND:}%%:END*}"
        done
      }
      zpty -w z "PS1= RPS1= ; stty cols 1000; autoload -Uz compinit && compinit -u -D"
      zpty -w z "source ${(q)1}"
      zpty -w z 'compadd() { local -a found; builtin compadd -A found "$@"
        print -r -- "FOUND:${(j: :)found}:END"; builtin compadd "$@"; }'
      zpty -w z 'offer() { print -r -- "DONE" ; zle kill-buffer; }; zle -N offer'
      zpty -w z 'bindkey "^X" offer; print REA""DY'
      next READY
      for line in "${@:2}"; do
        print -r -- "== $line"
        zpty -n -w z "$line"$'\\t\\x18'
        next DONE
      done
      zpty -d z
      """;

  /** As bash splits a line: the equals sign is a word. */
  private static final String BASH =
      """
      . "$1"
      for line in "${@:2}"; do
        printf '== %s\\n' "$line"
        IFS=' ' read -ra COMP_WORDS <<<"${line//=/ = }"
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_twobit
        printf '%s\\n' "${COMPREPLY[@]}"
      done
      """;

  @TempDir private Path folder;

  @Test
  void bashOffersCommandsOptionsNamesAndFiles() throws Exception {
    assertOffered("bash", BASH);
  }

  @Test
  void zshOffersCommandsOptionsNamesAndFiles() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "no /usr/bin/zsh");
    assertOffered("zsh", ZSH);
  }

  private void assertOffered(String shell, String harness) throws Exception {
    Map<String, Set<String>> offered = offered(shell, harness);

    assertThat(offered.keySet()).containsExactlyElementsOf(OFFERED.keySet());
    OFFERED.forEach(
        (line, words) -> assertThat(offered.get(line)).as(line).containsExactlyElementsOf(words));
  }

  private Map<String, Set<String>> offered(String shell, String harness)
      throws IOException, InterruptedException {
    Path script = folder.resolve("completion of " + shell);
    Files.writeString(script, CliRun.of("completion", shell).out());
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.writeString(work.resolve("file.txt"), "");
    List<String> command =
        new ArrayList<>(
            List.of(
                shell,
                shell.equals("zsh") ? "-f" : "--norc",
                Files.writeString(folder.resolve("harness"), harness).toString(),
                script.toString()));
    command.addAll(OFFERED.keySet());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("HOME", work.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Map<String, Set<String>> offered = new LinkedHashMap<>();
    Set<String> words = new TreeSet<>();
    for (String line : said.lines().toList()) {
      if (line.startsWith("== ")) {
        words = new TreeSet<>();
        offered.put(line.substring("== ".length()), words);
      } else {
        Arrays.stream(line.split(" ")).filter(w -> !w.isEmpty()).forEach(words::add);
      }
    }
    return offered;
  }

  /** In both scripts: what was forgotten in one would be missing in silence. */
  @Test
  void everyCommandAndOptionIsInBothScripts() {
    String bash = CliRun.of("completion", "bash").out();
    String zsh = CliRun.of("completion", "zsh").out();
    CompletionTree whole = CompletionTree.of(Main.commandLine(new Console(System.out, System.err)));

    assertThat(whole.all()).hasSizeGreaterThan(40);
    for (CompletionTree command : whole.all()) {
      String function = "_" + command.path().replace(' ', '_').replace('-', '_') + "() {\n";
      assertThat(zsh).contains(function);
      String body = zsh.substring(zsh.indexOf(function), zsh.indexOf("\n}", zsh.indexOf(function)));
      String options =
          bash.lines()
              .filter(l -> l.strip().startsWith("'" + command.path() + "') options="))
              .findFirst()
              .orElseThrow();
      for (CompletionTree.Option option : command.options()) {
        assertThat(body).contains(option.names());
        option.names().forEach(name -> assertThat(options).containsPattern("[' ]" + name + "[' ]"));
      }
    }
  }

  @Test
  void everyCommandHasAPageOfTheManual() throws Exception {
    CommandLine whole = Main.commandLine(new Console(System.out, System.err));
    Map<String, String> pages = ManPage.all(whole);

    assertThat(pages).containsKeys("twobit.1", "twobit-hardware-show.1");
    assertThat(pages).hasSize(CompletionTree.of(whole).all().size());
    pages.forEach(
        (name, page) ->
            assertThat(page)
                .as(name)
                .startsWith(".TH \"" + name.replace(".1", "").toUpperCase(Locale.ROOT))
                .contains("\n.SH NAME\n", "\n.SH SYNOPSIS\n", "\n.SH EXAMPLE\n")
                .doesNotContainPattern(
                    Pattern.compile(
                        "\\$\\{|%n|%%|^\\.(?!TH|S[HS]|TP|PP|n[fh]|fi|br|ad)", Pattern.MULTILINE)));
    assertThat(CliRun.of("man", "hardware", "show").out())
        .isEqualTo(pages.get("twobit-hardware-show.1"));
    assertThat(CliRun.of("man", "--out", folder.resolve("man").toString()).exitCode()).isZero();
    assertThat(folder.resolve("man/twobit-search.1"))
        .content()
        .isEqualTo(pages.get("twobit-search.1"));
    CliRun wrong = CliRun.of("man", "hardware", "shwo");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("found 'hardware shwo'; did you mean 'hardware show'?");
  }
}
