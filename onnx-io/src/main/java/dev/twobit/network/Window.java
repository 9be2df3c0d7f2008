package dev.twobit.network;

/**
 * The sliding window of a convolution or pooling, in elements of the input plane.
 *
 * @param padTop rows added above; {@code padLeft}, {@code padBottom}, {@code padRight} likewise
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {

  /** A square window, the same stride and padding on all sides, no dilation. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(kernel, kernel, stride, stride, 1, 1, pad, pad, pad, pad);
  }

  /** The same window over an input that is padded otherwise. */
  public Window withPadding(int top, int left, int bottom, int right) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        dilationHeight,
        dilationWidth,
        top,
        left,
        bottom,
        right);
  }

  /** Rows the dilated kernel spans. */
  public int spanHeight() {
    return (kernelHeight - 1) * dilationHeight + 1;
  }

  /** Columns the dilated kernel spans. */
  public int spanWidth() {
    return (kernelWidth - 1) * dilationWidth + 1;
  }

  /** Output rows for an input of {@code height} rows, rounding down. */
  public int outputHeight(int height) {
    return (height + padTop + padBottom - spanHeight()) / strideHeight + 1;
  }

  /** Output columns for an input of {@code width} columns, rounding down. */
  public int outputWidth(int width) {
    return (width + padLeft + padRight - spanWidth()) / strideWidth + 1;
  }

  public boolean isPointwise() {
    return kernelHeight == 1 && kernelWidth == 1;
  }
}
