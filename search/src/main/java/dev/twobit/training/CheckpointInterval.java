package dev.twobit.training;

import dev.twobit.network.InvalidInputException;

/**
 * How often a checkpoint is written within an epoch, besides the one at its end.
 *
 * @param steps optimizer steps between two; 0: not by steps
 * @param minutes between two; 0: not by time
 */
public record CheckpointInterval(int steps, double minutes) {
  public static final CheckpointInterval EPOCH = new CheckpointInterval(0, 0);

  /** {@code 500} or {@code 500steps}, {@code 10min}, or {@code epoch}. */
  public static CheckpointInterval parse(String option, String text) {
    if (text.equals("epoch")) {
      return EPOCH;
    }
    if (text.matches("[1-9][0-9]{0,8}(steps)?")) {
      return new CheckpointInterval(Integer.parseInt(text.replace("steps", "")), 0);
    }
    if (text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?min")) {
      double minutes = Double.parseDouble(text.substring(0, text.length() - 3));
      if (minutes > 0) {
        return new CheckpointInterval(0, minutes);
      }
    }
    throw new InvalidInputException(
        option + ": found '" + text + "', expected steps as 500, minutes as 10min, or epoch");
  }

  boolean isDue(int stepsSince, long nanosecondsSince) {
    return (steps > 0 && stepsSince >= steps)
        || (minutes > 0 && nanosecondsSince >= minutes * 60e9);
  }
}
