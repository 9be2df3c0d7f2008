package dev.twobit.training.data.download;

/** Told how far a download is. */
@FunctionalInterface
public interface DownloadProgress {
  /**
   * @param bytes here by now, those of an earlier run included
   * @param total of the file, or -1 if the server does not tell
   */
  void received(long bytes, long total);
}
