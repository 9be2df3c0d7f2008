package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {
  @TempDir private Path folder;

  private static DatasetPair pair(String spec, int classes) {
    ImageDataset one = new ImagesInMemory("one", new byte[3], new int[] {0}, 3, 1, 1, classes);
    return new DatasetPair(spec, one, one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",size=224", ",size=224,jitter=0.4"})
  void foldersAreClasses(String crop) throws IOException {
    for (String name : List.of("train/dog", "train/ant", "test/dog", "test/ant")) {
      Files.createDirectories(folder.resolve(name));
    }

    assertThat(ClassNames.of(pair("images:" + folder + crop, 2))).containsExactly("ant", "dog");
  }

  @Test
  void officialFilesOfCifar10AreOfItsClasses() throws IOException {
    DatasetPair data = pair("cifar10:" + folder, 10);
    Files.createFile(folder.resolve("train.bin"));
    assertThat(ClassNames.of(data)).isEmpty(); // anybody's images

    Files.createFile(folder.resolve("data_batch_1.bin"));
    assertThat(ClassNames.of(data)).hasSize(10).startsWith("airplane").endsWith("truck");

    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    assertThat(ClassNames.of(data)).startsWith("a").endsWith("j");
  }

  @Test
  void namesAreAsManyAsClassesOrNone() throws IOException {
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\nbaby\n");

    assertThat(ClassNames.of(pair("cifar100:" + folder, 2))).containsExactly("apple", "baby");
    assertThat(ClassNames.of(pair("cifar100:" + folder, 100))).isEmpty();
    assertThat(ClassNames.of(DatasetPair.load("embedded"))).contains("Ankle boot").hasSize(10);
  }
}
