package dev.twobit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasSourceCodeLocation;
import com.tngtech.archunit.core.domain.properties.HasType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.twobit.network.Layer;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.NullMarked;

/** House rules that the compiler does not hold. */
@AnalyzeClasses(
    packages = "dev.twobit",
    importOptions = {ImportOption.DoNotIncludeTests.class, DoNotIncludeTestJars.class})
class CodingRulesTest {
  @ArchTest
  static final ArchRule staticFieldsAreFinal =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("dev.twobit.onnx.proto..")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .that()
          .resideOutsideOfPackage("dev.twobit.onnx.proto..")
          .should(resideInANullMarkedPackage());

  @ArchTest
  static final ArchRule onlyMainWritesToStandardStreams =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.twobit.cli.Main")
          .should(ACCESS_STANDARD_STREAMS);

  /** Products of matrices have threads of their own, which go with it. */
  @ArchTest
  static final ArchRule threadsAreSetInOnePlace =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.twobit.tensor.Torch")
          .should()
          .callMethod(torch.class, "set_num_threads", int.class);

  /** A decision is a fold over the operators: the compiler names those that lack a new one. */
  @ArchTest
  static final ArchRule operatorsAreFoldedOver =
      classes().that().resideOutsideOfPackage("dev.twobit.network").should(askNoLayerForItsClass());

  private static ArchCondition<JavaClass> askNoLayerForItsClass() {
    return new ArchCondition<>("ask no Layer for its class, but fold or use its queries") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream.concat(layers(type.getInstanceofChecks()), layers(type.getReferencedClassObjects()))
            .forEach(asked -> events.add(SimpleConditionEvent.violated(type, asked)));
      }
    };
  }

  private static <T extends HasType & HasSourceCodeLocation> Stream<String> layers(Set<T> named) {
    return named.stream()
        .filter(name -> name.getRawType().isAssignableTo(Layer.class))
        .map(name -> name.getRawType().getName() + " in " + name.getSourceCodeLocation());
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + (marked ? " is" : " is not") + " in one"));
      }
    };
  }
}
