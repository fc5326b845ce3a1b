package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import io.jenkins.plugins.erp.notice.NoticeEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Who is told; {@code unclassified: erpNotices:} in configuration as code. */
@Extension
@Symbol("erpNotices")
public final class NoticeConfiguration extends GlobalConfiguration {
    // of a kind that Jenkins can write down
    private List<NoticeTarget> targets = new ArrayList<>();

    /** Loads what was saved. */
    public NoticeConfiguration() {
        load();
    }

    /** The one of this Jenkins. */
    static NoticeConfiguration get() {
        return ExtensionList.lookupSingleton(NoticeConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Texts.of(NoticeConfiguration.class, "notices.displayName");
    }

    /** Who is told, in no order that matters. */
    public List<NoticeTarget> getTargets() {
        return Collections.unmodifiableList(targets);
    }

    /** Who is told. */
    @DataBoundSetter
    public void setTargets(List<NoticeTarget> targets) {
        this.targets = targets == null ? new ArrayList<>() : new ArrayList<>(targets);
        save();
    }

    /**
     * The form sends no list when its last target was taken out. What a target refuses, such as a
     * template with an unknown place, is told where the form was sent, and nothing is changed.
     */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        List<NoticeTarget> before = targets;
        boolean done = false;
        targets = new ArrayList<>();
        try {
            done = super.configure(request, json);
        } catch (IllegalArgumentException e) {
            throw new FormException(reason(e), e, "targets");
        } finally {
            if (!done) {
                targets = before;
            }
        }
        save();
        return true;
    }

    private static String reason(Throwable refusal) {
        Throwable reason = refusal;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return String.valueOf(reason.getMessage());
    }

    /** Who wants to hear of that. */
    List<NoticeTarget> wanting(NoticeEvent event, String environment) {
        return targets.stream().filter(t -> t.wants(event, environment)).toList();
    }
}
