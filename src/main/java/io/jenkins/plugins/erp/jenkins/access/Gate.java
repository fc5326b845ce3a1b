package io.jenkins.plugins.erp.jenkins.access;

import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.config.EnvironmentConfig;
import io.jenkins.plugins.erp.config.HostAddress;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Asked before a deploy or a rollback touches a host. A run that goes on after a restart has been
 * asked for before: what it began has to be ended.
 */
public final class Gate {
    /** What Jenkins calls itself when nobody asks. */
    private static final String SYSTEM = "SYSTEM";

    private Gate() {}

    /**
     * Lets only what is allowed go on; a refusal is in the audit log.
     *
     * @param run whose causes say who asks
     * @param app name of the system
     * @param environment as it will be used
     * @param kind deploy or rollback
     * @throws InterruptedException while names of hosts were looked up
     * @throws ConfigException saying who may not do what, why, and what can be done
     */
    public static void check(Run<?, ?> run, String app, EnvironmentConfig environment, String kind)
            throws ConfigException, InterruptedException {
        if (Jenkins.getInstanceOrNull() == null) {
            // a test without a Jenkins: there is nobody to ask about
            return;
        }
        boolean rollback = kind.equals("rollback");
        Job<?, ?> job = run.getParent();
        boolean security = Jenkins.get().isUseSecurity();
        List<Rules.Person> people = security ? people(run, rollback) : List.of();
        Policy policy = PolicySource.all(job, app);
        List<String> hosts = environment.hosts().stream().map(HostAddress::host).toList();
        HostNames names = names(policy, hosts);
        Rules.Decision decision =
                Rules.decide(
                        new Rules.Input(
                                policy.written(security ? key() : n -> n, names),
                                environment.name(),
                                names.of(hosts),
                                environment.acceptNewHostKey(),
                                rollback,
                                people,
                                security,
                                Instant.now()));
        if (decision.allowed()) {
            return;
        }
        String why =
                decision.refusals().stream()
                        .map(r -> Texts.of(Gate.class, r.key(), r.arguments().toArray()))
                        .collect(Collectors.joining("\n"));
        AuditLog.get()
                .note(
                        kind + ".refused",
                        Actors.of(run),
                        Map.of(
                                "job", job.getFullName(),
                                "build", run.getNumber(),
                                "app", app,
                                "environment", environment.name(),
                                "hosts",
                                        environment.hosts().stream()
                                                .map(HostAddress::toString)
                                                .toList(),
                                "why", why));
        throw new ConfigException(why);
    }

    /** Nothing is looked up where no rule speaks of a host. */
    private static HostNames names(Policy policy, List<String> hosts) throws InterruptedException {
        Set<String> all = new TreeSet<>(policy.hosts());
        if (all.isEmpty()) {
            return HostNames.none();
        }
        all.addAll(hosts);
        return HostNames.lookUp(all);
    }

    /** Whoever started the run, and whoever started those that led to it. */
    private static List<Rules.Person> people(Run<?, ?> run, boolean rollback) {
        List<Rules.Person> people = new ArrayList<>();
        for (Cause cause : run.getCauses()) {
            collect(cause, true, run.getParent(), rollback, people);
        }
        return people;
    }

    private static void collect(
            Cause cause,
            boolean direct,
            Job<?, ?> job,
            boolean rollback,
            List<Rules.Person> people) {
        if (cause instanceof Cause.UserIdCause user) {
            if (!SYSTEM.equals(user.getUserId())) {
                people.add(person(user, direct, job, rollback));
            }
        } else if (cause instanceof Cause.UpstreamCause upstream) {
            for (Cause above : upstream.getUpstreamCauses()) {
                collect(above, false, job, rollback, people);
            }
        }
    }

    private static Rules.Person person(
            Cause.UserIdCause cause, boolean direct, Job<?, ?> job, boolean rollback) {
        String id = cause.getUserId();
        if (id == null) {
            return new Rules.Person(
                    "anonymous", direct, Set.of(), permitted(Jenkins.ANONYMOUS2, job, rollback));
        }
        User user = User.getById(id, false);
        Authentication who = user == null ? null : authentication(user);
        if (who == null) {
            return new Rules.Person(id, direct, Set.of(), false);
        }
        Set<String> names = new TreeSet<>();
        names.add(key().apply(user.getId()));
        for (GrantedAuthority group : who.getAuthorities()) {
            names.add(key().apply("@" + group.getAuthority()));
        }
        return new Rules.Person(user.getId(), direct, names, permitted(who, job, rollback));
    }

    /** Null for somebody whom the security realm does not know any more. */
    private static Authentication authentication(User user) {
        try {
            return user.impersonate2();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static boolean permitted(Authentication who, Job<?, ?> job, boolean rollback) {
        return has(who, job, ErpPermissions.DEPLOY)
                || (rollback && has(who, job, ErpPermissions.ROLLBACK));
    }

    private static boolean has(Authentication who, Job<?, ?> job, Permission permission) {
        return job.getACL().hasPermission2(who, permission);
    }

    /** Names of people and groups that are one to this Jenkins are one here. */
    private static UnaryOperator<String> key() {
        return name ->
                name.startsWith("@")
                        ? "@"
                                + Jenkins.get()
                                        .getSecurityRealm()
                                        .getGroupIdStrategy()
                                        .keyFor(name.substring(1))
                        : User.idStrategy().keyFor(name);
    }
}
