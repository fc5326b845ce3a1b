package io.jenkins.plugins.erp.jenkins.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a deploy or rollback may be done now, by those who asked for it; pure. */
final class Rules {
    private Rules() {}

    /**
     * All that a decision depends on.
     *
     * @param policy what is demanded
     * @param environment its name
     * @param hosts of the environment: names and addresses, in small letters
     * @param acceptNewHostKey whether it trusts a host at its first connection
     * @param rollback whether it is one
     * @param people who asked, directly or by a build that led to this one
     * @param security whether this Jenkins knows people at all
     * @param now the time
     */
    record Input(
            Policy policy,
            String environment,
            Set<String> hosts,
            boolean acceptNewHostKey,
            boolean rollback,
            List<Person> people,
            boolean security,
            Instant now) {}

    /**
     * Somebody who asked.
     *
     * @param name for people
     * @param direct whether they started this very build, not one before it
     * @param names what lists may call them: their id, and their groups with an @ before them;
     *     empty where Jenkins does not know them
     * @param permitted whether the job gives them the permission
     */
    record Person(String name, boolean direct, Set<String> names, boolean permitted) {
        boolean in(Set<String> list) {
            return names.stream().anyMatch(list::contains);
        }
    }

    /**
     * Why not: a text's key in the package's Messages and what it takes.
     *
     * @param key of the text
     * @param arguments texts
     */
    record Refusal(String key, List<String> arguments) {}

    /**
     * What came out.
     *
     * @param refusals empty: go on
     */
    record Decision(List<Refusal> refusals) {
        boolean allowed() {
            return refusals.isEmpty();
        }
    }

    static Decision decide(Input input) {
        List<Refusal> refusals = new ArrayList<>();
        if (input.policy().strictHostKeys() && input.acceptNewHostKey()) {
            refusals.add(new Refusal("refused.hostKeys", List.of(input.environment())));
        }
        if (input.security()) {
            permission(input, refusals);
            for (Policy.Restriction restriction : input.policy().restrictions()) {
                if (restriction.scope().covers(input.environment(), input.hosts())) {
                    restriction(input, restriction, refusals);
                }
            }
        }
        if (!input.rollback()) {
            freezes(input, refusals);
        }
        return new Decision(refusals.stream().distinct().toList());
    }

    /* a build that comes of another is the job owner's wish: only who started this one counts */
    private static void permission(Input input, List<Refusal> refusals) {
        List<Person> direct = input.people().stream().filter(Person::direct).toList();
        if (!direct.isEmpty() && direct.stream().noneMatch(Person::permitted)) {
            refusals.add(
                    new Refusal(
                            input.rollback()
                                    ? "refused.permission.rollback"
                                    : "refused.permission.deploy",
                            List.of(names(direct))));
        }
    }

    private static void restriction(
            Input input, Policy.Restriction restriction, List<Refusal> refusals) {
        boolean nobody = input.people().isEmpty();
        boolean allowed =
                nobody
                        ? restriction.automatic()
                        : input.people().stream()
                                .anyMatch(p -> p.permitted() && p.in(restriction.deployers()));
        if (!allowed) {
            refusals.add(
                    nobody
                            ? new Refusal(
                                    "refused.automatic",
                                    List.of(
                                            input.environment(),
                                            covering(input, restriction.scope())))
                            : new Refusal(
                                    "refused.deployer",
                                    List.of(
                                            names(input.people()),
                                            input.environment(),
                                            covering(input, restriction.scope()))));
        }
    }

    private static void freezes(Input input, List<Refusal> refusals) {
        for (Policy.Freeze freeze : input.policy().freezes()) {
            boolean overridden =
                    input.security()
                            && input.people().stream()
                                    .anyMatch(p -> p.permitted() && p.in(freeze.overriders()));
            if (freeze.scope().covers(input.environment(), input.hosts())
                    && freeze.window().contains(input.now())
                    && !overridden) {
                refusals.add(
                        new Refusal(
                                freeze.reason().isEmpty()
                                        ? "refused.freeze"
                                        : "refused.freeze.reason",
                                List.of(
                                        input.environment(),
                                        freeze.window().end(),
                                        freeze.reason())));
            }
        }
    }

    /** What of an environment made a rule count: its name's pattern, or the host it shares. */
    private static String covering(Input input, Policy.Scope scope) {
        return Policy.Scope.matches(scope.pattern(), input.environment())
                ? scope.pattern()
                : input.hosts().stream()
                        .filter(scope.hosts()::contains)
                        .sorted()
                        .findFirst()
                        .orElse("");
    }

    private static String names(List<Person> people) {
        return people.stream().map(Person::name).distinct().collect(Collectors.joining(", "));
    }
}
