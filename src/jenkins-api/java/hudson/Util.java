package hudson;

public class Util {
    Util() {}

    public static String fixEmptyAndTrim(String s) {
        return s == null || s.isBlank() ? null : s.trim();
    }

    public static String fixNull(String s) {
        return s == null ? "" : s;
    }
}
