package io.jenkins.plugins.erp.runner.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line taken apart.
 *
 * @param values of each option, in the order given; "" for one without a value
 * @param rest what is no option
 */
record Flags(Map<String, List<String>> values, List<String> rest) {

    /**
     * Takes apart what stands from a place on, up to the first word that is no option.
     *
     * @throws UnknownCommandException for an option that is in neither set
     */
    static Flags parse(List<String> argv, int from, Set<String> plain, Set<String> valued) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int i = from;
        for (; i < argv.size() && argv.get(i).startsWith("-"); i++) {
            String word = argv.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (plain.contains(name) && equals < 0) {
                values.computeIfAbsent(name, n -> new ArrayList<>()).add("");
            } else if (valued.contains(name) && (equals > 0 || i + 1 < argv.size())) {
                String value = equals > 0 ? word.substring(equals + 1) : argv.get(++i);
                values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            } else {
                throw new UnknownCommandException(argv);
            }
        }
        return new Flags(values, List.copyOf(argv.subList(i, argv.size())));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    Optional<String> value(String name) {
        return all(name).stream().reduce((a, b) -> b);
    }
}
