package dev.twobit.experiment.run;

/**
 * Whom compared networks learn from beside the labels, as asked for.
 *
 * @param network {@link #ITSELF}, {@link #NONE} or the path of a trained ONNX file
 * @param normalization the teacher's own; {@code auto}: the best on training images, {@code same}:
 *     the students'
 */
public record TeacherRequest(String network, String normalization) {
  /** The file that is adapted, where networks begin with its weights; else no one. */
  public static final String ITSELF = "itself";

  /** No one. */
  public static final String NONE = "none";

  /** The file itself, where networks begin with its weights. */
  public static TeacherRequest usual() {
    return new TeacherRequest(ITSELF, "auto");
  }

  boolean isItself() {
    return network.equals(ITSELF);
  }

  boolean isNone() {
    return network.equals(NONE);
  }
}
