package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import io.jenkins.plugins.erp.notice.DingTalkFormat;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A custom robot in a group of DingTalk. */
public final class DingTalkTarget extends HttpNoticeTarget {
    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public DingTalkTarget(String name) {
        super(name);
    }

    @Override
    NoticeFormat format() {
        return new DingTalkFormat();
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpDingTalk")
    public static final class DescriptorImpl extends HttpDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(DingTalkTarget.class);
        }

        @Override
        String kind() {
            return "dingTalk";
        }

        @Override
        HttpNoticeTarget make(String name) {
            return new DingTalkTarget(name);
        }
    }
}
