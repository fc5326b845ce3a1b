package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What an administrator demands of every deploy. */
public final class PolicySettings implements Describable<PolicySettings> {
    private boolean strictHostKeys;
    private List<RestrictedEnvironment> restricted;
    private List<FreezeWindow> freezeWindows;

    /** Demands nothing. */
    @DataBoundConstructor
    public PolicySettings() {}

    /** Whether no environment may trust a host at its first connection. */
    public boolean isStrictHostKeys() {
        return strictHostKeys;
    }

    /** Whether no environment may trust a host at its first connection. */
    @DataBoundSetter
    public void setStrictHostKeys(boolean strictHostKeys) {
        this.strictHostKeys = strictHostKeys;
    }

    /** Who may deploy where. */
    public List<RestrictedEnvironment> getRestricted() {
        return restricted == null ? List.of() : List.copyOf(restricted);
    }

    /** Who may deploy where. */
    @DataBoundSetter
    public void setRestricted(List<RestrictedEnvironment> restricted) {
        this.restricted = restricted == null ? null : new ArrayList<>(restricted);
    }

    /** When nothing is deployed. */
    public List<FreezeWindow> getFreezeWindows() {
        return freezeWindows == null ? List.of() : List.copyOf(freezeWindows);
    }

    /** When nothing is deployed. */
    @DataBoundSetter
    public void setFreezeWindows(List<FreezeWindow> freezeWindows) {
        this.freezeWindows = freezeWindows == null ? null : new ArrayList<>(freezeWindows);
    }

    /** The form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<PolicySettings> {
        @Override
        public String getDisplayName() {
            return Texts.of(PolicySettings.class, "policy.displayName");
        }
    }
}
