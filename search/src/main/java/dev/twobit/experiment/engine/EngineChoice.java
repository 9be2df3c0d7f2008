package dev.twobit.experiment.engine;

import dev.twobit.network.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where trials run, as {@code --engine} has it. */
public sealed interface EngineChoice {
  /** In this process, one after the other. */
  EngineChoice LOCAL = new Here();

  /** In this process. */
  record Here() implements EngineChoice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.here();
    }

    @Override
    public String toString() {
      return "local";
    }
  }

  /**
   * In processes of this machine.
   *
   * @param count trials at a time, 1 to 1024
   */
  record Processes(int count) implements EngineChoice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.processes(this);
    }

    @Override
    public String toString() {
      return "local:" + count;
    }
  }

  /**
   * As array jobs.
   *
   * @param partition empty: SLURM's default
   */
  record Slurm(String partition) implements EngineChoice {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.slurm(this);
    }

    @Override
    public String toString() {
      return partition.isEmpty() ? "slurm" : "slurm:" + partition;
    }
  }

  /** What is done with each. */
  <R> R fold(Cases<R> cases);

  /**
   * One a choice.
   *
   * @param <R> what is made of it
   */
  interface Cases<R> {
    R here();

    R processes(Processes processes);

    R slurm(Slurm slurm);
  }

  /** Throws a one-line error for what is none. */
  static EngineChoice parse(String text) {
    Matcher words = Pattern.compile("(local|slurm)(?::(.+))?").matcher(text);
    if (words.matches()) {
      String kind = words.group(1);
      String of = words.group(2) == null ? "" : words.group(2);
      if (kind.equals("slurm") && of.matches("[\\w.,-]*")) {
        return new Slurm(of);
      }
      if (kind.equals("local") && of.isEmpty()) {
        return LOCAL;
      }
      if (kind.equals("local")
          && of.matches("[1-9]\\d{0,3}")
          && Integer.parseInt(of) <= LocalProcesses.MOST) {
        return new Processes(Integer.parseInt(of));
      }
    }
    throw new InvalidInputException(
        "--engine: found '"
            + text
            + "', expected local, local:N with N from 1 to "
            + LocalProcesses.MOST
            + ", slurm or slurm:PARTITION");
  }

  /** Trials at a time as far as it is known here; 1 where a cluster decides. */
  default int atATime() {
    return this instanceof Processes processes ? processes.count() : 1;
  }

  /** Whether trials run in this process. */
  default boolean isHere() {
    return this instanceof Here;
  }
}
