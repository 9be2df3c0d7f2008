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

/** {@code twobit data cifar100}. */
@Command(
    name = "cifar100",
    description = {
      "Get CIFAR-100 into a folder, for --data cifar100:DIR.",
      "50,000 + 10,000 images, 169 MB. An interrupted download goes on with the same "
          + "command; files appear when all are verified."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit data cifar100 cifar100")
final class DataCifar100Command implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder to put it in.")
  private Path folder;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Fetch the archive from here; its checksum stays the same.")
  private Optional<String> url = Optional.empty();

  @Mixin private JsonOption json;

  DataCifar100Command(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    CifarArchive archive = CifarArchive.cifar100();
    return new DataFetch(console, json.isSet()).into(folder, url.map(archive::at).orElse(archive));
  }
}
