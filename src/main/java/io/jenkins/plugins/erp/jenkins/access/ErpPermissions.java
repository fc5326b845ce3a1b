package io.jenkins.plugins.erp.jenkins.access;

import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** The permissions of this plugin, as an authorization strategy shows them. */
public final class ErpPermissions {
    /** All of them. */
    public static final PermissionGroup GROUP =
            new PermissionGroup(ErpPermissions.class, text("permission.group"));

    private static final PermissionScope[] SCOPES = {
        PermissionScope.JENKINS, PermissionScope.ITEM_GROUP, PermissionScope.ITEM
    };

    /** See what runs where; whoever may read a job may. */
    public static final Permission VIEW = permission("View", Item.READ);

    /** Deploy; whoever may build a job may, where no policy says otherwise. */
    public static final Permission DEPLOY = permission("Deploy", Item.BUILD);

    /** Roll back from a page. */
    public static final Permission ROLLBACK = permission("Rollback", Jenkins.ADMINISTER);

    /** Free an environment from the lease of a run that died. */
    public static final Permission UNLOCK = permission("Unlock", Jenkins.ADMINISTER);

    /** Change environments, registries, notices and policy. */
    public static final Permission CONFIGURE = permission("Configure", Jenkins.ADMINISTER);

    private ErpPermissions() {}

    /** Makes sure that the permissions are known before anybody's rights are loaded. */
    @SuppressWarnings("ReturnValueIgnored")
    public static void register() {
        GROUP.hashCode();
    }

    private static Permission permission(String name, Permission impliedBy) {
        return new Permission(GROUP, name, text("permission." + name), impliedBy, true, SCOPES);
    }

    private static Localizable text(String key) {
        return new Localizable(ResourceBundleHolder.get(Messages.class), key);
    }
}
