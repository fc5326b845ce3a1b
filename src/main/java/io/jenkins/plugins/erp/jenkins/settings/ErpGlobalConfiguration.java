package io.jenkins.plugins.erp.jenkins.settings;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.jenkins.access.Actors;
import io.jenkins.plugins.erp.jenkins.access.AuditLog;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * What holds for every job; {@code unclassified: erpPipeline:} in configuration as code. Its form
 * is for administrators: Jenkins has no other permission for the page that it stands on.
 */
@Extension
@Symbol("erpPipeline")
public final class ErpGlobalConfiguration extends GlobalConfiguration {
    /** Used where nobody chose: enough for a deploy to ten hosts. */
    static final int DEFAULT_CONSOLE_LINES = 2_000;

    private static final int LEAST = 100;
    private static final int MOST = 1_000_000;

    private int consoleLines = DEFAULT_CONSOLE_LINES;
    private List<EnvironmentSettings> environments;
    private List<RegistrySettings> registries;
    private PolicySettings policy;
    private transient Map<String, Object> saved;
    private final transient Set<String> given = new HashSet<>();

    /** Loads what was saved. */
    public ErpGlobalConfiguration() {
        ErpPermissions.register();
        if (Jenkins.getInstanceOrNull() != null) {
            load();
        }
        saved = Said.of(this);
    }

    /** The one of this Jenkins; empty where none runs, as in a test without one. */
    static Optional<ErpGlobalConfiguration> get() {
        return Jenkins.getInstanceOrNull() == null
                ? Optional.empty()
                : Optional.of(ExtensionList.lookupSingleton(ErpGlobalConfiguration.class));
    }

    @Override
    public String getDisplayName() {
        return Texts.of(ErpGlobalConfiguration.class, "global.displayName");
    }

    /** Lines a step prints on a build's console before the rest goes to the full log only. */
    public int getConsoleLines() {
        return consoleLines;
    }

    /** Lines a step prints on a build's console, 100 to 1000000. */
    @DataBoundSetter
    public void setConsoleLines(int consoleLines) {
        this.consoleLines = Math.max(LEAST, Math.min(MOST, consoleLines));
        save();
    }

    /** Environments that every job may deploy to. */
    public List<EnvironmentSettings> getEnvironments() {
        return environments == null ? List.of() : List.copyOf(environments);
    }

    /** Environments that every job may deploy to. */
    @DataBoundSetter
    public void setEnvironments(List<EnvironmentSettings> environments) {
        given.add("environments");
        this.environments = environments == null ? null : new ArrayList<>(environments);
        save();
    }

    /** Image registries. */
    public List<RegistrySettings> getRegistries() {
        return registries == null ? List.of() : List.copyOf(registries);
    }

    /** Image registries. */
    @DataBoundSetter
    public void setRegistries(List<RegistrySettings> registries) {
        given.add("registries");
        this.registries = registries == null ? null : new ArrayList<>(registries);
        save();
    }

    /** What is demanded of every deploy. */
    public PolicySettings getPolicy() {
        return policy == null ? new PolicySettings() : policy;
    }

    /** What is demanded of every deploy. */
    @DataBoundSetter
    public void setPolicy(PolicySettings policy) {
        this.policy = policy;
        save();
    }

    /** From the form, in one go: a list whose last entry was taken out is not in it at all. */
    @Override
    public synchronized boolean configure(StaplerRequest2 request, JSONObject form)
            throws FormException {
        try (BulkChange change = new BulkChange(this)) {
            given.clear();
            boolean done = super.configure(request, form);
            // only now, so that no deploy ever meets a policy that is half there
            if (!given.contains("environments")) {
                environments = null;
            }
            if (!given.contains("registries")) {
                registries = null;
            }
            change.commit();
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also notes who changed what. */
    @Override
    public synchronized void save() {
        if (Jenkins.getInstanceOrNull() == null || BulkChange.contains(this)) {
            return;
        }
        super.save();
        Map<String, Object> now = Said.of(this);
        List<String> changed = Said.changes(saved, now);
        saved = now;
        if (!changed.isEmpty()) {
            AuditLog.get()
                    .note(
                            "configuration.changed",
                            Actors.current(),
                            Map.of("where", "global", "keys", changed));
        }
    }

    /** Whether it is a number of lines. */
    @POST
    public FormValidation doCheckConsoleLines(
            @AncestorInPath Item item, @QueryParameter String value) {
        FormAccess.check(item);
        return Checks.number(value, LEAST, MOST);
    }

    /** The number of lines where no Jenkins runs is the default. */
    public static int consoleLines() {
        return get().map(ErpGlobalConfiguration::getConsoleLines).orElse(DEFAULT_CONSOLE_LINES);
    }
}
