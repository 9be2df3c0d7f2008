package dev.twobit.simulator.engine.tick;

/** What the post-processor does with the elements of a pixel: of the input where it pools. */
interface PixelUnit {
  void element(int channel, int pixel);

  /** All channels of a pixel are done; bytes that can be written now. */
  long end(int pixel);
}
