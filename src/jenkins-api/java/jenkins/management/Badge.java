package jenkins.management;

public class Badge {
    private final String text;

    public Badge(String text, String tooltip, Severity severity) {
        this.text = text;
    }

    public String getText() {
        return text;
    }

    public enum Severity {
        INFO,
        WARNING,
        DANGER
    }
}
