package io.jenkins.plugins.erp.runner.jenkinsfile;

import java.util.LinkedHashMap;
import java.util.Map;

/** Jenkins' special names of variables. */
final class Variables {
    private Variables() {}

    /** {@code PATH+EXTRA=/x} puts {@code /x} in front of PATH. */
    static Map<String, String> expand(Map<String, String> more, Map<String, String> before) {
        Map<String, String> result = new LinkedHashMap<>();
        more.forEach(
                (name, value) -> {
                    int plus = name.indexOf('+');
                    if (plus > 0) {
                        String plain = name.substring(0, plus);
                        String old = result.getOrDefault(plain, before.getOrDefault(plain, ""));
                        result.put(
                                plain,
                                old.isEmpty() ? value : value + java.io.File.pathSeparator + old);
                    } else {
                        result.put(name, value);
                    }
                });
        return result;
    }
}
