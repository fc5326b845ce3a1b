package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Who alone may deploy to environments whose name matches a pattern. */
public final class RestrictedEnvironment implements Describable<RestrictedEnvironment> {
    private final String pattern;
    private List<String> deployers;
    private boolean automatic;

    /**
     * For some environments.
     *
     * @param pattern of names, such as production or prod-*; nothing: all
     */
    @DataBoundConstructor
    public RestrictedEnvironment(String pattern) {
        this.pattern = Util.fixEmptyAndTrim(pattern);
    }

    /** Of names. */
    public String getPattern() {
        return pattern;
    }

    /** Ids of users, and groups with an @ before them; null: no person at all. */
    public List<String> getDeployers() {
        return Words.copy(deployers);
    }

    /** Ids of users and groups; also several in one text. */
    @DataBoundSetter
    public void setDeployers(List<String> deployers) {
        this.deployers = Words.orNull(deployers);
    }

    /** Whether a build that no person asked for may deploy. */
    public boolean isAutomatic() {
        return automatic;
    }

    /** Whether a build that no person asked for may deploy. */
    @DataBoundSetter
    public void setAutomatic(boolean automatic) {
        this.automatic = automatic;
    }

    /** The pattern, which without a word in it means all. */
    String effectivePattern() {
        return pattern == null ? "*" : pattern;
    }

    /** All it says, to be compared. */
    List<Object> said() {
        return Arrays.asList(pattern, deployers, automatic);
    }

    /** The form and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RestrictedEnvironment> {
        @Override
        public String getDisplayName() {
            return Texts.of(RestrictedEnvironment.class, "restricted.displayName");
        }

        /** A list as its field shows it. */
        public String join(List<String> words) {
            return Words.join(words);
        }

        /** Whether it is a pattern. */
        @POST
        public FormValidation doCheckPattern(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.pattern(value);
        }

        /** Whether the names could be those of people and groups. */
        @POST
        public FormValidation doCheckDeployers(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.people(value);
        }
    }
}
