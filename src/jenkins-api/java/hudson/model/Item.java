package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends ModelObject, AccessControlled {
    Permission EXTENDED_READ = Permission.READ;

    java.lang.String getFullName();

    java.lang.String getName();

    hudson.model.ItemGroup<? extends hudson.model.Item> getParent();

    java.lang.String getUrl();

    hudson.security.Permission BUILD = hudson.security.Permission.READ;

    hudson.security.Permission CONFIGURE = hudson.security.Permission.READ;

    hudson.security.Permission READ = hudson.security.Permission.READ;
}
