package io.jenkins.plugins.erp.jenkins.pages;

import hudson.Extension;
import hudson.model.AbstractItem;
import hudson.model.ItemGroup;
import hudson.model.Job;
import io.jenkins.plugins.erp.jenkins.access.ErpPermissions;
import io.jenkins.plugins.erp.jenkins.record.OperationHistory;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives a page to each job and folder with a history, for those who may view it. */
@Extension
public final class ItemPages extends TransientActionFactory<AbstractItem> {
    @Override
    public Class<AbstractItem> type() {
        return AbstractItem.class;
    }

    @Override
    public Class<ItemPage> actionType() {
        return ItemPage.class;
    }

    @Override
    public Collection<ItemPage> createFor(AbstractItem item) {
        if (!item.hasPermission(ErpPermissions.VIEW)) {
            return List.of();
        }
        if (item instanceof Job<?, ?> job) {
            return OperationHistory.get().jobs().contains(job.getFullName())
                    ? List.of(new JobPage(job))
                    : List.of();
        }
        return item instanceof ItemGroup<?> && VisibleHistory.anyBelow(item.getFullName())
                ? List.of(new FolderPage(item))
                : List.of();
    }
}
