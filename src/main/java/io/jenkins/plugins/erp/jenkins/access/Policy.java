package io.jenkins.plugins.erp.jenkins.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What administrators and owners of jobs demand of a deploy.
 *
 * @param strictHostKeys whether an environment may not trust a host at its first connection
 * @param restrictions all that match an environment count
 * @param freezes times at which nothing is deployed
 */
public record Policy(boolean strictHostKeys, List<Restriction> restrictions, List<Freeze> freezes) {
    /** Demands nothing. */
    public static final Policy NONE = new Policy(false, List.of(), List.of());

    /** Copies. */
    public Policy {
        restrictions = List.copyOf(restrictions);
        freezes = List.copyOf(freezes);
    }

    /** Both. */
    public Policy and(Policy other) {
        List<Restriction> allRestrictions = new ArrayList<>(restrictions);
        allRestrictions.addAll(other.restrictions);
        List<Freeze> allFreezes = new ArrayList<>(freezes);
        allFreezes.addAll(other.freezes);
        return new Policy(strictHostKeys || other.strictHostKeys, allRestrictions, allFreezes);
    }

    /** The same, its names of people and of hosts written in one way. */
    Policy written(UnaryOperator<String> person, HostNames names) {
        return new Policy(
                strictHostKeys,
                restrictions.stream()
                        .map(
                                r ->
                                        new Restriction(
                                                r.scope.written(names),
                                                each(r.deployers, person),
                                                r.automatic))
                        .toList(),
                freezes.stream()
                        .map(
                                f ->
                                        new Freeze(
                                                f.scope.written(names),
                                                f.window,
                                                f.reason,
                                                each(f.overriders, person)))
                        .toList());
    }

    /** All hosts it names. */
    Set<String> hosts() {
        return Stream.concat(
                        restrictions.stream().map(Restriction::scope),
                        freezes.stream().map(Freeze::scope))
                .flatMap(scope -> scope.hosts.stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> each(Set<String> names, UnaryOperator<String> key) {
        return names.stream().map(key).collect(Collectors.toSet());
    }

    /**
     * Who may deploy to some environments.
     *
     * @param scope which environments
     * @param deployers ids of users, and groups with an @ before them
     * @param automatic whether a build that no person asked for may
     */
    public record Restriction(Scope scope, Set<String> deployers, boolean automatic) {
        /** Copies. */
        public Restriction {
            deployers = Set.copyOf(deployers);
        }
    }

    /**
     * A time at which nothing is deployed; a rollback is.
     *
     * @param scope which environments
     * @param window when
     * @param reason for people; may be empty
     * @param overriders ids of users, and groups with an @ before them, who may deploy all the same
     */
    public record Freeze(Scope scope, Window window, String reason, Set<String> overriders) {
        /** Copies. */
        public Freeze {
            overriders = Set.copyOf(overriders);
        }
    }

    /**
     * Which environments something is about: those whose name matches, and, whatever their name,
     * those that have one of the hosts. Without the second, another name in erp.yaml would be a way
     * around.
     *
     * @param pattern of names; {@code *} stands for any text, {@code ?} for one character
     * @param hosts names or addresses
     */
    public record Scope(String pattern, Set<String> hosts) {
        /** Copies. */
        public Scope {
            hosts = Set.copyOf(hosts);
        }

        Scope written(HostNames names) {
            return new Scope(pattern, names.of(hosts));
        }

        /** Whether an environment is meant. */
        boolean covers(String environment, Set<String> itsHosts) {
            return matches(pattern, environment) || itsHosts.stream().anyMatch(hosts::contains);
        }

        /** Whether a name matches a pattern. */
        public static boolean matches(String pattern, String name) {
            // the pattern's characters are compared one by one: no regular expression to be abused
            int p = 0;
            int n = 0;
            int star = -1;
            int mark = 0;
            while (n < name.length()) {
                if (p < pattern.length() && pattern.charAt(p) == '*') {
                    star = p++;
                    mark = n;
                } else if (p < pattern.length()
                        && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                    p++;
                    n++;
                } else if (star >= 0) {
                    p = star + 1;
                    n = ++mark;
                } else {
                    return false;
                }
            }
            while (p < pattern.length() && pattern.charAt(p) == '*') {
                p++;
            }
            return p == pattern.length();
        }
    }
}
