package dev.twobit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader by a small schema of its own. */
class SettingsReaderTest {
  private static final SettingsReader READER =
      new SettingsReader("settings/schema.json", "a plan in YAML");

  enum Schedule {
    IN_STEPS,
    COSINE
  }

  record Loss(double smoothing, boolean teacher, String note) {}

  record Plan(int epochs, double rate, Schedule schedule, List<Integer> milestones, Loss loss) {}

  private static Plan plan(String text) {
    return READER.parse("plan.yaml", text).as(Plan.class);
  }

  @Test
  void whatIsLeftOutIsTheSchemasDefault() {
    assertThat(plan("epochs: 3"))
        .isEqualTo(new Plan(3, 0.5, Schedule.COSINE, List.of(), new Loss(0, false, "")));
    assertThat(plan("epochs: 3\nloss: {smoothing: 0.25}").loss())
        .isEqualTo(new Loss(0.25, false, ""));
  }

  /** On a command line, and quoted, every value is text. */
  @Test
  void textThatReadsAsWhatIsWantedIsIt() {
    Plan expected = new Plan(7, 0.1, Schedule.IN_STEPS, List.of(2, 4), new Loss(1, true, "007"));
    assertThat(
            plan(
                "epochs: '7'\nrate: ' 1.0e-1'\nschedule: in-steps\nmilestones: ['2', 4.0]\n"
                    + "loss: {smoothing: '1', teacher: 'true', note: '007'}"))
        .isEqualTo(expected);
    assertThat(READER.of("", Map.of("epochs", "7", "rate", ".1")).as(Plan.class).rate())
        .isEqualTo(0.1);
    assertThat(plan("epochs: 7.0\nrate: -0.0").epochs()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 0 | 1: 'epochs': found 0, expected a whole number from 1 to 100",
        "epochs: 2.5 | 1: 'epochs': found 2.5, expected a whole number from 1 to 100",
        "epochs: 99999999999999999999 | 1: 'epochs': found 99999999999999999999, expected a whole",
        "epochs: many | 1: 'epochs': found \"many\", expected a whole number from 1 to 100",
        "epochs: | 1: 'epochs': found null, expected a whole number",
        "epochs: [1] | 1: 'epochs': found [1], expected a whole number",
        "epochs: 1~rate: 1.0e400 | 2: 'rate': found ",
        "epochs: 1~rate: -.inf | 2: not YAML: Malformed numeric value '-.inf'",
        "epochs: 1~rate: .nan | 2: not YAML: Malformed numeric value '.nan'",
        "epochs: 1~rate: NaN | 2: 'rate': found \"NaN\", expected a number from 0 to 10",
        "epochs: 1~schedule: cosin | 2: 'schedule': found \"cosin\", expected in-steps | cosine;"
            + " did you mean 'cosine'?",
        "epochs: 1~loss:~  teacher: yes | 3: 'loss.teacher': found \"yes\", expected true | false",
        "epochs: 1~loss:~  note: 7 | 3: 'loss.note': found 7, expected text",
        "epochs: 1~milestones: [1, 0] | 2: 'milestones.1': found 0, expected a whole number from 1",
        "epochs: 1~milestones: 4 | 2: 'milestones': found 4, expected a list: each a whole number",
        "epochs: 1~loss: 3 | 2: 'loss': found 3, expected keys and their values",
        "epochs: 1~epoch: 1 | 2: unknown key 'epoch' in the file; did you mean 'epochs'?",
        "epochs: 1~zebra: 1 | 2: unknown key 'zebra' in the file; expected one of epochs, loss,"
            + " milestones, rate, schedule",
        "epochs: 1~loss:~  smooth: 1 | 3: unknown key 'smooth' in 'loss'; did you mean"
            + " 'smoothing'?",
        "rate: 1 | 1: key 'epochs' is missing in the file; expected it",
        "epochs: 1~rate: 1~epochs: 2 | 3: key 'epochs' is given twice; expected it once",
        "epochs: 1~rate: [ | 2: not YAML",
        "- 1 | 1: found no keys; expected a plan in YAML",
        "a: &a [1]~b: *a | not YAML: Number of aliases for non-scalar nodes exceeds"
      })
  void errorsAreOneLineOfFileLineKeyFoundAndExpected(String text, String message) {
    assertThatThrownBy(() -> plan(text.replace('~', '\n')))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("plan.yaml:")
        .contains(message)
        .doesNotContain("\n");
  }

  @Test
  void aliasesAreNotFollowed() {
    assertThatThrownBy(() -> plan("epochs: 1\nloss: &a {note: x}\nrate: *a\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("plan.yaml")
        .hasMessageContaining("not YAML");
  }

  @Test
  void aFileThatIsNoneIsNamed() {
    assertThatThrownBy(() -> READER.read(Path.of("none.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("none.yaml: no such file; expected a plan in YAML");
    assertThatThrownBy(() -> READER.read(Path.of("src")))
        .hasMessage("src: is a directory; expected a plan in YAML");
  }

  /** What was not read from a file has no file and no line to name. */
  @Test
  void valuesOneByOneAreNamedByTheirKey() {
    assertThatThrownBy(() -> READER.of("", Map.of("epochs", "0")))
        .hasMessage("'epochs': found 0, expected a whole number from 1 to 100");
    assertThatThrownBy(() -> READER.of("trial", Map.of("rate", "1")))
        .hasMessage("trial: key 'epochs' is missing; expected it");
  }

  /** Every key with its value and what the schema says of it; it reads as the same plan. */
  @Test
  void describedKeysReadAsTheSame() {
    Document given = READER.parse("plan.yaml", "epochs: 3\nloss: {note: 'a: b'}");
    String text = READER.described(given);
    assertThat(text)
        .isEqualTo(
            """
            # how long; epochs; a whole number from 1 to 100
            epochs: 3
            # how fast; a number from 0 to 10
            rate: 0.5
            # how it falls; in-steps | cosine
            schedule: cosine
            # where; a list: each a whole number from 1 to 100
            milestones: []
            # what is minimized
            loss:
              # of labels; a number from 0 to 1
              smoothing: 0
              # whether there is one; true | false
              teacher: false
              # for people; text
              note: "a: b"
            """);
    assertThat(plan(text)).isEqualTo(given.as(Plan.class));
  }

  @Test
  void oneDocumentOverAnother() {
    Document base = READER.parse("base.yaml", "epochs: 3\nrate: 2");
    Document own = READER.parse("own.yaml", "epochs: 4");
    assertThat(own.over(base).texts()).isEqualTo(Map.of("epochs", "4", "rate", "2"));
    assertThatThrownBy(own::requireAll)
        .hasMessage("own.yaml:1: key 'rate' is missing in the file; expected it");
  }
}
