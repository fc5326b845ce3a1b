package io.jenkins.plugins.erp.jenkins.pages;

import hudson.model.AbstractItem;
import io.jenkins.plugins.erp.history.OperationEntry;
import java.util.List;

/** Of a folder: all jobs below it that whoever looks may view. */
public final class FolderPage extends ItemPage {
    FolderPage(AbstractItem folder) {
        super(folder);
    }

    @Override
    List<OperationEntry> entries() {
        return VisibleHistory.below(getItem().getFullName());
    }

    @Override
    boolean manyJobs() {
        return true;
    }
}
