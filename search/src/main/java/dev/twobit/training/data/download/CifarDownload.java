package dev.twobit.training.data.download;

import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Brings CIFAR into a folder. The folder has all files, verified, or none of them: what is not
 * complete has a name that begins with a dot, and the next call goes on from it.
 */
public final class CifarDownload {
  private final CifarArchive archive;
  private final Path folder;

  private CifarDownload(CifarArchive archive, Path folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /**
   * What is in the folder now.
   *
   * @param fetched false if it was complete before
   * @param trainSha256 of the training files' bytes, one file after the other
   * @param testSha256 of the test file
   */
  public record Result(
      String data,
      boolean fetched,
      int trainImages,
      int testImages,
      String trainSha256,
      String testSha256,
      String source) {}

  /** Fetches, verifies and lays out; nothing is fetched if all files are there. */
  public static Result into(Path folder, CifarArchive archive, DownloadProgress progress)
      throws IOException {
    var download = new CifarDownload(archive, folder);
    boolean complete = download.isComplete();
    if (!complete) {
      boolean existed = Files.exists(folder);
      Files.createDirectories(folder);
      try {
        download.fetch(progress);
      } finally {
        if (!existed && isEmpty(folder)) {
          Files.delete(folder);
        }
      }
    }
    return download.result(!complete);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }

  /** Another file under a name that is needed is an error: it is not ours to replace. */
  private boolean isComplete() throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": is a file; expected a folder");
    }
    int present = 0;
    for (CifarArchive.Item item : archive.items()) {
      Path file = folder.resolve(item.file());
      if (Files.exists(file)) {
        require(item, file, "; remove it or choose another folder");
        present++;
      }
    }
    return present == archive.items().size();
  }

  private static void require(CifarArchive.Item item, Path file, String remedy) throws IOException {
    Checksum found = item.checksum().of(List.of(file));
    if (!found.equals(item.checksum())) {
      throw new InvalidInputException(
          file
              + ": found "
              + Files.size(file)
              + " bytes with "
              + found
              + ", expected "
              + item.checksum()
              + remedy);
    }
  }

  private void fetch(DownloadProgress progress) throws IOException {
    String path = archive.url().getPath();
    Path part = folder.resolve("." + path.substring(path.lastIndexOf('/') + 1) + ".part");
    Download.fetch(archive.url(), part, archive.checksum(), progress);
    List<Path> staged = new ArrayList<>();
    try {
      for (CifarArchive.Item item : archive.items()) {
        staged.add(folder.resolve("." + item.file() + ".part"));
      }
      unpack(part, staged);
      for (int i = 0; i < staged.size(); i++) {
        require(archive.items().get(i), staged.get(i), "");
      }
      for (int i = 0; i < staged.size(); i++) {
        AtomicFile.move(staged.get(i), folder.resolve(archive.items().get(i).file()));
      }
    } finally {
      for (Path file : staged) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(part);
  }

  private void unpack(Path part, List<Path> staged) throws IOException {
    try {
      switch (archive.form()) {
        case BINARY -> copy(part, staged);
        case PNG_SHEETS -> new PngSheets(archive, part).convert(staged);
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          archive.url() + ": is no intact archive (" + e.getMessage() + ")", e);
    }
    for (int i = 0; i < staged.size(); i++) {
      if (!Files.exists(staged.get(i))) {
        throw new InvalidInputException(
            archive.url() + ": holds no " + archive.items().get(i).file());
      }
    }
  }

  private void copy(Path part, List<Path> staged) throws IOException {
    List<String> wanted = archive.items().stream().map(CifarArchive.Item::file).toList();
    TarGz.read(
        part,
        (name, content) -> {
          int at = wanted.indexOf(name);
          if (at >= 0) {
            AtomicFile.write(staged.get(at), content::transferTo);
          }
        });
  }

  private Result result(boolean fetched) throws IOException {
    Checksum sha256 = Checksum.sha256("");
    List<Path> train = archive.train().stream().map(i -> folder.resolve(i.file())).toList();
    Path test = folder.resolve(archive.test().file());
    return new Result(
        archive.dataset() + ":" + folder,
        fetched,
        archive.trainImages(),
        archive.test().images(),
        sha256.of(train).hex(),
        sha256.of(List.of(test)).hex(),
        archive.url().toString());
  }
}
