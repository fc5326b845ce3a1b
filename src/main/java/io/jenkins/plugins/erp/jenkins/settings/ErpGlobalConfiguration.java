package io.jenkins.plugins.erp.jenkins.settings;

import io.jenkins.plugins.erp.jenkins.form.Checks;
import io.jenkins.plugins.erp.jenkins.form.FormAccess;
import io.jenkins.plugins.erp.jenkins.form.Texts;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.FormValidation;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What holds for every job; {@code unclassified: erpPipeline:} in configuration as code. */
@Extension
@Symbol("erpPipeline")
public final class ErpGlobalConfiguration extends GlobalConfiguration {
    /** Used where nobody chose: enough for a deploy to ten hosts. */
    static final int DEFAULT_CONSOLE_LINES = 2_000;

    private static final int LEAST = 100;
    private static final int MOST = 1_000_000;

    private int consoleLines = DEFAULT_CONSOLE_LINES;

    /** Loads what was saved. */
    public ErpGlobalConfiguration() {
        load();
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

    /** Whether it is a number of lines. */
    @POST
    public FormValidation doCheckConsoleLines(
            @AncestorInPath Item item, @QueryParameter String value) {
        FormAccess.check(item);
        return Checks.number(value, LEAST, MOST);
    }

    /** The number of lines where no Jenkins runs is the default. */
    public static int consoleLines() {
        return Jenkins.getInstanceOrNull() == null
                ? DEFAULT_CONSOLE_LINES
                : ExtensionList.lookupSingleton(ErpGlobalConfiguration.class).getConsoleLines();
    }
}
