package dev.twobit.network;

/** The sliding window of a convolution or pooling, in elements of the input plane. */
public record Window(Extent kernel, Extent stride, Extent dilation, Padding padding) {

  /** A square window, the same stride and padding on all sides, no dilation. */
  public static Window square(int kernel, int stride, int pad) {
    return new Window(
        Extent.square(kernel), Extent.square(stride), Extent.square(1), Padding.all(pad));
  }

  public int kernelHeight() {
    return kernel.height();
  }

  public int kernelWidth() {
    return kernel.width();
  }

  public int strideHeight() {
    return stride.height();
  }

  public int strideWidth() {
    return stride.width();
  }

  public int dilationHeight() {
    return dilation.height();
  }

  public int dilationWidth() {
    return dilation.width();
  }

  public int padTop() {
    return padding.top();
  }

  public int padLeft() {
    return padding.left();
  }

  public int padBottom() {
    return padding.bottom();
  }

  public int padRight() {
    return padding.right();
  }

  /** The same window over an input that is padded otherwise. */
  public Window withPadding(int top, int left, int bottom, int right) {
    return new Window(kernel, stride, dilation, new Padding(top, left, bottom, right));
  }

  /** Rows the dilated kernel spans. */
  public int spanHeight() {
    return (kernelHeight() - 1) * dilationHeight() + 1;
  }

  /** Columns the dilated kernel spans. */
  public int spanWidth() {
    return (kernelWidth() - 1) * dilationWidth() + 1;
  }

  /** Output rows for an input of {@code height} rows, rounding down. */
  public int outputHeight(int height) {
    return (height + padTop() + padBottom() - spanHeight()) / strideHeight() + 1;
  }

  /** Output columns for an input of {@code width} columns, rounding down. */
  public int outputWidth(int width) {
    return (width + padLeft() + padRight() - spanWidth()) / strideWidth() + 1;
  }

  public boolean isPointwise() {
    return kernelHeight() == 1 && kernelWidth() == 1;
  }
}
