package io.jenkins.plugins.erp.jenkins.notice;

import hudson.Extension;
import io.jenkins.plugins.erp.notice.FeishuFormat;
import io.jenkins.plugins.erp.notice.NoticeFormat;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A custom bot in a group of Feishu or Lark. */
public final class FeishuTarget extends HttpNoticeTarget {
    /** With a name; the rest by setters. */
    @DataBoundConstructor
    public FeishuTarget(String name) {
        super(name);
    }

    @Override
    NoticeFormat format() {
        return new FeishuFormat();
    }

    /** Its name and form. */
    @Extension
    @Symbol("erpFeishu")
    public static final class DescriptorImpl extends HttpDescriptor {
        /** For Jenkins. */
        public DescriptorImpl() {
            super(FeishuTarget.class);
        }

        @Override
        String kind() {
            return "feishu";
        }

        @Override
        HttpNoticeTarget make(String name) {
            return new FeishuTarget(name);
        }
    }
}
