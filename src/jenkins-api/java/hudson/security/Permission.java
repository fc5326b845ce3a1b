package hudson.security;

public final class Permission {
    public static final Permission READ = new Permission("Read");

    public final String name;

    private Permission(String name) {
        this.name = name;
    }
}
