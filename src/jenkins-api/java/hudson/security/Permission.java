package hudson.security;

import org.jvnet.localizer.Localizable;

public final class Permission {
    public static final Permission READ = new Permission("Read", null);
    public static final Permission CREATE = new Permission("Create", null);

    public final String name;
    public final PermissionGroup group;
    public final Permission impliedBy;

    private Permission(String name, PermissionGroup group) {
        this.name = name;
        this.group = group;
        this.impliedBy = null;
    }

    public Permission(
            PermissionGroup group,
            String name,
            Localizable description,
            Permission impliedBy,
            boolean enable,
            PermissionScope[] scopes)
            throws IllegalStateException {
        this.name = name;
        this.group = group;
        this.impliedBy = impliedBy;
    }

    public String getId() {
        return name;
    }
}
