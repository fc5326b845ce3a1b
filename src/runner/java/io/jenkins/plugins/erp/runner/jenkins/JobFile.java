package io.jenkins.plugins.erp.runner.jenkins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job as Jenkins stores it.
 *
 * @param name letters, digits and hyphens
 * @param config its config.xml
 */
public record JobFile(String name, String config) {

    /** A Pipeline job with this script, in the sandbox. */
    public static JobFile pipeline(String name, String script) {
        return pipeline(name, script, Map.of());
    }

    /** The same with parameters, each a choice whose first value is the default. */
    public static JobFile pipeline(
            String name, String script, Map<String, List<String>> parameters) {
        String choices =
                parameters.entrySet().stream()
                        .map(e -> choice(e.getKey(), e.getValue()))
                        .collect(Collectors.joining());
        String properties =
                choices.isEmpty()
                        ? ""
                        : "<properties><hudson.model.ParametersDefinitionProperty>"
                                + "<parameterDefinitions>"
                                + choices
                                + "</parameterDefinitions>"
                                + "</hudson.model.ParametersDefinitionProperty></properties>";
        return new JobFile(
                name,
                "<?xml version='1.1' encoding='UTF-8'?>\n<flow-definition>"
                        + properties
                        + "<definition class=\"org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition\">"
                        + "<script>"
                        + escape(script)
                        + "</script><sandbox>true</sandbox></definition></flow-definition>\n");
    }

    /** Puts it into a home; builds that are there stay. */
    public void write(Path home) throws IOException {
        Path directory = Files.createDirectories(home.resolve("jobs").resolve(name));
        Files.writeString(directory.resolve("config.xml"), config);
    }

    private static String choice(String name, List<String> values) {
        return "<hudson.model.ChoiceParameterDefinition><name>"
                + escape(name)
                + "</name><choices class=\"java.util.Arrays$ArrayList\"><a class=\"string-array\">"
                + values.stream()
                        .map(v -> "<string>" + escape(v) + "</string>")
                        .collect(Collectors.joining())
                + "</a></choices></hudson.model.ChoiceParameterDefinition>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
