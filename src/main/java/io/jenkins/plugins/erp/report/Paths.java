package io.jenkins.plugins.erp.report;

/** File names as tools print them. */
final class Paths {
    private Paths() {}

    /** Without a leading "./", with {@code /}. */
    static String relative(String path) {
        String result = path.strip().replace('\\', '/');
        while (result.startsWith("./")) {
            result = result.substring(2);
        }
        return result;
    }
}
