package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.AbstractItem;
import io.jenkins.plugins.erp.history.OperationEntry;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import java.util.List;
import jenkins.model.Tab;
import org.kohsuke.stapler.StaplerProxy;

/** What runs where, and what came before: the page of a job or a folder. */
public abstract class ItemPage extends Tab implements StaplerProxy {
    /** Below the job or the folder. */
    static final String URL = "erp";

    private final AbstractItem item;

    ItemPage(AbstractItem item) {
        super(item);
        this.item = item;
    }

    /** For those who may view it. */
    @Override
    public Object getTarget() {
        item.checkPermission(ErpPermissions.VIEW);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-paper-plane-outline";
    }

    @Override
    public String getDisplayName() {
        return getTexts().of("item.displayName");
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** The job or the folder. */
    public AbstractItem getItem() {
        return item;
    }

    /** Texts for the views. */
    public Labels getTexts() {
        return new Labels();
    }

    /** All to be seen. */
    public Board getBoard() {
        return Board.of(entries(), manyJobs());
    }

    abstract List<OperationEntry> entries();

    abstract boolean manyJobs();
}
