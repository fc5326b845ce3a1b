package io.jenkins.plugins.erp.jenkins.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.erp.jenkins.access.Rules.Person;
import io.jenkins.plugins.erp.jenkins.access.Rules.Refusal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may deploy where, and when. */
class RulesTest {
    private static final Instant SATURDAY = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-12-02T12:00:00Z");
    private static final Policy.Restriction PRODUCTION =
            new Policy.Restriction(
                    new Policy.Scope("prod*", Set.of("erp1", "10.0.0.5")),
                    Set.of("alice", "@managers"),
                    false);
    private static final Policy.Restriction NIGHTLY =
            new Policy.Restriction(new Policy.Scope("prod*", Set.of()), Set.of("alice"), true);
    private static final Policy.Freeze WEEKEND =
            new Policy.Freeze(
                    new Policy.Scope("prod*", Set.of("erp1")),
                    Window.parse("FRI 18:00", "MON 07:00", "UTC"),
                    "stocktaking",
                    Set.of("alice"));

    private static Person person(String id, String... groups) {
        return new Person(id, true, names(id, groups), true);
    }

    private static Person upstream(String id) {
        return new Person(id, false, names(id), true);
    }

    private static Set<String> names(String id, String... groups) {
        Set<String> names = new java.util.TreeSet<>(Arrays.asList(groups));
        names.add(id);
        return names;
    }

    private static Policy policy(Policy.Restriction... restrictions) {
        return new Policy(false, List.of(restrictions), List.of());
    }

    private static final class Asked {
        private Policy policy = Policy.NONE;
        private String environment = "production";
        private Set<String> hosts = Set.of("erp7");
        private boolean acceptNew;
        private boolean rollback;
        private List<Person> people = List.of();
        private boolean security = true;
        private Instant now = WEDNESDAY;

        List<String> keys() {
            return refusals().stream().map(Refusal::key).toList();
        }

        List<Refusal> refusals() {
            return Rules.decide(
                            new Rules.Input(
                                    policy,
                                    environment,
                                    hosts,
                                    acceptNew,
                                    rollback,
                                    people,
                                    security,
                                    now))
                    .refusals();
        }
    }

    private static Asked asked(Policy policy, Person... people) {
        Asked asked = new Asked();
        asked.policy = policy;
        asked.people = List.of(people);
        return asked;
    }

    @Test
    void withoutAPolicyWhoeverHasThePermissionMay() {
        assertThat(asked(Policy.NONE, person("bob")).keys()).isEmpty();
        assertThat(asked(Policy.NONE).keys()).isEmpty();
    }

    @Test
    void withoutThePermissionNobodyMay() {
        Person bob = new Person("bob", true, Set.of("bob"), false);
        Asked asked = asked(Policy.NONE, bob);

        assertThat(asked.refusals())
                .containsExactly(new Refusal("refused.permission.deploy", List.of("bob")));
        asked.rollback = true;
        assertThat(asked.keys()).containsExactly("refused.permission.rollback");
        // one of two who asked for the same build is enough
        assertThat(asked(Policy.NONE, bob, person("alice")).keys()).isEmpty();
    }

    @Test
    void whoStartedABuildBeforeNeedsNoPermissionWhereNothingIsRestricted() {
        assertThat(asked(Policy.NONE, new Person("bob", false, Set.of("bob"), false)).keys())
                .isEmpty();
    }

    @Test
    void whoIsNamedMayAndNobodyElse() {
        assertThat(asked(policy(PRODUCTION), person("alice")).keys()).isEmpty();
        assertThat(asked(policy(PRODUCTION), person("carol", "@managers")).keys()).isEmpty();
        assertThat(asked(policy(PRODUCTION), person("bob", "@developers")).refusals())
                .containsExactly(
                        new Refusal("refused.deployer", List.of("bob", "production", "prod*")));
    }

    @Test
    void aUserWithAGroupsNameIsNotInTheGroup() {
        assertThat(asked(policy(PRODUCTION), person("managers")).keys())
                .containsExactly("refused.deployer");
    }

    @Test
    void whoIsNamedButLacksThePermissionMayNot() {
        assertThat(
                        asked(policy(PRODUCTION), new Person("alice", true, Set.of("alice"), false))
                                .keys())
                .containsExactlyInAnyOrder("refused.permission.deploy", "refused.deployer");
    }

    @Test
    void whomJenkinsDoesNotKnowMayNot() {
        assertThat(asked(policy(PRODUCTION), new Person("alice", true, Set.of(), false)).keys())
                .contains("refused.deployer");
        assertThat(asked(policy(PRODUCTION), new Person("anonymous", true, Set.of(), true)).keys())
                .containsExactly("refused.deployer");
    }

    @Test
    void whoeverStartedTheBuildBeforeCounts() {
        assertThat(asked(policy(PRODUCTION), upstream("alice")).keys()).isEmpty();
        assertThat(asked(policy(PRODUCTION), upstream("bob")).keys())
                .containsExactly("refused.deployer");
        // a person is behind it: it is no automatic build
        assertThat(asked(policy(NIGHTLY), upstream("bob")).keys())
                .containsExactly("refused.deployer");
    }

    @Test
    void aBuildThatNoPersonAskedForMayWhereTheRuleSaysSo() {
        assertThat(asked(policy(NIGHTLY)).keys()).isEmpty();
        assertThat(asked(policy(PRODUCTION)).refusals())
                .containsExactly(new Refusal("refused.automatic", List.of("production", "prod*")));
    }

    @Test
    void everyRuleThatMatchesHasToBeMet() {
        Policy both =
                policy(
                        NIGHTLY,
                        new Policy.Restriction(
                                new Policy.Scope("*", Set.of()), Set.of("carol"), true));

        assertThat(asked(both, person("alice")).keys()).containsExactly("refused.deployer");
        assertThat(asked(both, person("carol")).keys()).containsExactly("refused.deployer");
        assertThat(asked(both).keys()).isEmpty();
    }

    @Test
    void anotherNameForTheSameHostIsNoWayAround() {
        Asked asked = asked(policy(PRODUCTION), person("bob"));
        asked.environment = "test";
        assertThat(asked.keys()).isEmpty();

        asked.hosts = Set.of("erp9", "erp1");
        assertThat(asked.refusals())
                .containsExactly(new Refusal("refused.deployer", List.of("bob", "test", "erp1")));
        // nor is its address
        asked.hosts = Set.of("10.0.0.5");
        assertThat(asked.keys()).containsExactly("refused.deployer");
    }

    @Test
    void inAFreezeNothingIsDeployedButRolledBack() {
        Asked asked = asked(new Policy(false, List.of(), List.of(WEEKEND)), person("bob"));
        assertThat(asked.keys()).isEmpty();

        asked.now = SATURDAY;
        assertThat(asked.refusals())
                .containsExactly(
                        new Refusal(
                                "refused.freeze.reason",
                                List.of("production", "MON 07:00 UTC", "stocktaking")));
        asked.rollback = true;
        assertThat(asked.keys()).isEmpty();
    }

    @Test
    void aFreezeIsOverriddenByThoseItNamesAndNeverByABuildWithoutAPerson() {
        Policy frozen = new Policy(false, List.of(), List.of(WEEKEND));
        Asked alice = asked(frozen, person("alice"));
        alice.now = SATURDAY;
        Asked nobody = asked(frozen);
        nobody.now = SATURDAY;

        assertThat(alice.keys()).isEmpty();
        assertThat(nobody.keys()).containsExactly("refused.freeze.reason");
    }

    @Test
    void aFreezeCountsForTheHostUnderAnotherName() {
        Asked asked = asked(new Policy(false, List.of(), List.of(WEEKEND)), person("bob"));
        asked.now = SATURDAY;
        asked.environment = "test";
        assertThat(asked.keys()).isEmpty();

        asked.hosts = Set.of("erp1");
        assertThat(asked.keys()).containsExactly("refused.freeze.reason");
    }

    @Test
    void hostKeysHaveToBeKnownWhereThePolicySaysSo() {
        Policy strict = new Policy(true, List.of(), List.of());
        Asked asked = asked(strict, person("alice"));
        assertThat(asked.keys()).isEmpty();

        asked.acceptNew = true;
        assertThat(asked.keys()).containsExactly("refused.hostKeys");
        asked.rollback = true;
        assertThat(asked.keys()).containsExactly("refused.hostKeys");
        asked.policy = Policy.NONE;
        assertThat(asked.keys()).isEmpty();
    }

    @Test
    void whereJenkinsKnowsNoPeopleOnlyTheRestIsAskedFor() {
        Asked asked = asked(new Policy(true, List.of(PRODUCTION), List.of(WEEKEND)));
        asked.security = false;
        assertThat(asked.keys()).isEmpty();

        asked.acceptNew = true;
        asked.now = SATURDAY;
        assertThat(asked.keys())
                .containsExactlyInAnyOrder("refused.hostKeys", "refused.freeze.reason");
    }

    @Test
    void twoPoliciesDemandWhatBothDo() {
        Policy both =
                new Policy(true, List.of(PRODUCTION), List.of())
                        .and(new Policy(false, List.of(NIGHTLY), List.of(WEEKEND)));

        assertThat(both.strictHostKeys()).isTrue();
        assertThat(both.restrictions()).containsExactly(PRODUCTION, NIGHTLY);
        assertThat(both.freezes()).containsExactly(WEEKEND);
    }

    @ParameterizedTest
    @CsvSource({
        "production, production, true",
        "production, production2, false",
        "prod*, production, true",
        "prod*, prod, true",
        "*prod, eu-prod, true",
        "*prod, eu-prod-1, false",
        "*-prod-*, eu-prod-1, true",
        "prod-?, prod-1, true",
        "prod-?, prod-10, false",
        "*, anything, true",
        "a*b*c, a1b2b3c, true",
        "a*b*c, a1b2b3, false",
        "'', production, false",
        "prod.*, production, false"
    })
    void aPatternMatches(String pattern, String name, boolean matches) {
        assertThat(Policy.Scope.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void oneHostIsOneHoweverItIsWritten() throws Exception {
        HostNames names = HostNames.lookUp(List.of("ERP1.example.invalid.", "127.0.0.1"));

        assertThat(names.of(List.of("ERP1.Example.invalid."))).contains("erp1.example.invalid");
        assertThat(names.of(List.of("127.0.0.1"))).containsExactly("127.0.0.1");
        assertThat(HostNames.none().of(List.of("Erp1"))).containsExactly("erp1");
        assertThat(HostNames.lookUp(List.of("localhost")).of(List.of("localhost")))
                .contains("localhost", "127.0.0.1");
    }

    @Test
    void namesAreComparedAsJenkinsDoes() {
        Policy written =
                new Policy(
                                false,
                                List.of(
                                        new Policy.Restriction(
                                                new Policy.Scope("prod", Set.of("ERP1.")),
                                                Set.of("Alice"),
                                                false)),
                                List.of())
                        .written(String::toLowerCase, HostNames.none());

        assertThat(written.restrictions().get(0).deployers()).containsExactly("alice");
        assertThat(written.hosts()).containsExactly("erp1");
    }
}
