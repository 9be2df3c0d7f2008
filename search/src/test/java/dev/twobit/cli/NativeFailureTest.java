package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow") // loads libtorch
class NativeFailureTest {
  @Test
  void itsStackGoesToAFileAndItsSentenceToTheTerminal() throws IOException {
    Throwable thrown =
        catchThrowable(
            () -> {
              try (Tensor three = torch.zeros(3);
                  Tensor four = torch.zeros(4);
                  Tensor sum = three.add(four)) {
                sum.numel();
              }
            });
    assertThat(thrown.getMessage()).contains("Exception raised from");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

    int code = new Failures(stream).report(thrown, Main.commandLine(new Console(stream, stream)));

    assertThat(code).isEqualTo(1);
    String line = err.toString(StandardCharsets.UTF_8);
    assertThat(line.lines()).hasSize(1);
    assertThat(line)
        .startsWith("twobit: libtorch: The size of tensor a (3) must match")
        .doesNotContain("frame #", "Exception raised from");
    Matcher file = Pattern.compile("\\(its stack: (.*)\\)").matcher(line);
    assertThat(file.find()).isTrue();
    assertThat(Path.of(file.group(1))).content().contains("Exception raised from");
    Files.delete(Path.of(file.group(1)));
  }
}
