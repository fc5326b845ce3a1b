package io.jenkins.plugins.erp.jenkins.settings;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.erp.jenkins.access.Window;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A time, once or every week, at which nothing is deployed; rolling back is allowed. */
public final class FreezeWindow implements Describable<FreezeWindow> {
    private final String environments;
    private String from;
    private String until;
    private String zone;
    private String reason;
    private List<String> overriders;

    /**
     * For some environments.
     *
     * @param environments pattern of names; nothing: all
     */
    @DataBoundConstructor
    public FreezeWindow(String environments) {
        this.environments = Util.fixEmptyAndTrim(environments);
    }

    /** Pattern of names. */
    public String getEnvironments() {
        return environments;
    }

    /** Its beginning: 2026-12-24T18:00, or FRI 18:00 for every week. */
    public String getFrom() {
        return from;
    }

    /** Its beginning: 2026-12-24T18:00, or FRI 18:00 for every week. */
    @DataBoundSetter
    public void setFrom(String from) {
        this.from = Util.fixEmptyAndTrim(from);
    }

    /** Its end, which is not in it: 2027-01-02T08:00, or MON 07:00. */
    public String getUntil() {
        return until;
    }

    /** Its end, which is not in it: 2027-01-02T08:00, or MON 07:00. */
    @DataBoundSetter
    public void setUntil(String until) {
        this.until = Util.fixEmptyAndTrim(until);
    }

    /** Such as Asia/Shanghai; null: the controller's. */
    public String getZone() {
        return zone;
    }

    /** Such as Asia/Shanghai. */
    @DataBoundSetter
    public void setZone(String zone) {
        this.zone = Util.fixEmptyAndTrim(zone);
    }

    /** Told to those who are refused. */
    public String getReason() {
        return reason;
    }

    /** Told to those who are refused. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    /** Ids of users, and groups with an @ before them, who may deploy all the same. */
    public List<String> getOverriders() {
        return Words.copy(overriders);
    }

    /** Ids of users and groups; also several in one text. */
    @DataBoundSetter
    public void setOverriders(List<String> overriders) {
        this.overriders = Words.orNull(overriders);
    }

    /** The pattern, which without a word in it means all. */
    String effectivePattern() {
        return environments == null ? "*" : environments;
    }

    /** The time; one that cannot be read is taken for now. */
    Window window() {
        try {
            return Window.parse(from, until, zone);
        } catch (Window.Unreadable e) {
            return new Window.Unclear(Texts.of(Window.class, e.key(), e.given()));
        }
    }

    /** All it says, to be compared. */
    List<Object> said() {
        return Arrays.asList(environments, from, until, zone, reason, overriders);
    }

    /** The form and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<FreezeWindow> {
        @Override
        public String getDisplayName() {
            return Texts.of(FreezeWindow.class, "freeze.displayName");
        }

        /** A list as its field shows it. */
        public String join(List<String> words) {
            return Words.join(words);
        }

        /** Whether it is a pattern. */
        @POST
        public FormValidation doCheckEnvironments(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.pattern(value);
        }

        /** Whether it is a moment. */
        @POST
        public FormValidation doCheckFrom(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.readable(() -> Window.checkMoment(value));
        }

        /** Whether it is a moment that goes with the first one. */
        @POST
        public FormValidation doCheckUntil(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @QueryParameter String from,
                @QueryParameter String zone) {
            FormAccess.check(item);
            return SettingsChecks.readable(() -> Window.parse(from, value, zone));
        }

        /** Whether it is a time zone. */
        @POST
        public FormValidation doCheckZone(@AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.readable(() -> Window.zone(value));
        }

        /** Whether the names could be those of people and groups. */
        @POST
        public FormValidation doCheckOverriders(
                @AncestorInPath Item item, @QueryParameter String value) {
            FormAccess.check(item);
            return SettingsChecks.people(value);
        }
    }
}
