package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import io.jenkins.plugins.erp.notice.SlackFormat;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A channel of Slack, or of what takes the same messages. */
public final class SlackTarget extends HttpNoticeTarget {
    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public SlackTarget(String name) {
        super(name);
    }

    @Override
    NoticeFormat format() {
        return new SlackFormat();
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpSlack")
    public static final class DescriptorImpl extends HttpDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(SlackTarget.class);
        }

        @Override
        String kind() {
            return "slack";
        }

        @Override
        public boolean isSigning() {
            return false;
        }

        @Override
        HttpNoticeTarget make(String name) {
            return new SlackTarget(name);
        }
    }
}
