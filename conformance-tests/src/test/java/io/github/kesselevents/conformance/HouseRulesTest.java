package io.github.kesselevents.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveModifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The rules of the house, each with its reason. */
@AnalyzeClasses(packages = "io.github.kesselevents", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule schemasKnowNothingButJson = noClasses()
            .that()
            .resideInAPackage("..schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..fixtures..", "..conformance..", "org.apache.kafka..", "java.sql..", "java.net.http..")
            .because("a consumer or a reader of the documentation needs this jar alone");

    @ArchTest
    static final ArchRule fixturesKnowNoCheck = noClasses()
            .that()
            .resideInAPackage("..fixtures..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conformance..")
            .because("what is tested must not know the test; and a consumer team may use the fixtures alone");

    @ArchTest
    static final ArchRule aCheckSeesNothingButTheHistory = noClasses()
            .that()
            .resideInAnyPackage("..conformance.check..", "..conformance.verdict..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..fixtures..",
                    "..conformance.fault..",
                    "..conformance.recording..",
                    "..conformance.workload..",
                    "org.apache.kafka..",
                    "java.sql..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("a saved history is judged by the same code as a run that is going on");

    @ArchTest
    static final ArchRule theEnvironmentKnowsNoRequirement = noClasses()
            .that()
            .resideInAPackage("..fixtures.environment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..schemas..")
            .because("the same parts serve a producer that keeps the contract and one that breaks it");

    @ArchTest
    static final ArchRule theRecorderNeverJudges = noClasses()
            .that()
            .resideInAnyPackage(
                    "..conformance.history..",
                    "..conformance.recording..",
                    "..conformance.workload..",
                    "..conformance.fault..",
                    "..conformance.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..conformance.check..", "..conformance.verdict..", "..conformance.report..")
            .because("what is observed is written down first and judged after");

    @ArchTest
    static final ArchRule noMutableStaticState = fields().that()
            .haveModifier(STATIC)
            .and()
            .areDeclaredInClassesThat(not(resideInAPackage("..fixtures.inventory.grpc..")))
            .should(haveModifier(FINAL))
            .because("two runs in one process must not meet");

    @ArchTest
    static final ArchRule packagesFormALine = slices().matching("io.github.kesselevents.(**)")
            .should()
            .beFreeOfCycles()
            .because("data flows one way");
}
