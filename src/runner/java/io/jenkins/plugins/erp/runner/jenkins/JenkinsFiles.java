package io.jenkins.plugins.erp.runner.jenkins;

import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.Outcome;
import io.jenkins.plugins.erp.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a Jenkins is started from.
 *
 * @param war Jenkins itself, of {@code JENKINS_WAR}
 * @param plugins directory of .hpi or .jpi files, of {@code JENKINS_PLUGINS}
 * @param archive this plugin
 */
public record JenkinsFiles(Path war, Path plugins, Path archive) {
    /** Variable that names Jenkins' war. */
    public static final String WAR = "JENKINS_WAR";

    /** Variable that names the directory of plugins. */
    public static final String PLUGINS = "JENKINS_PLUGINS";

    /** Short name of configuration as code. */
    static final String CASC = "configuration-as-code";

    /** What the sample's job uses beside what the archive itself asks for. */
    static final List<String> FOR_THE_JOB =
            List.of(
                    "workflow-job",
                    "workflow-cps",
                    "workflow-basic-steps",
                    "workflow-durable-task-step",
                    "pipeline-model-definition");

    /** What a person is told to install: these bring all others along. */
    static final List<String> TO_INSTALL =
            List.of(
                    "workflow-aggregator",
                    "credentials",
                    "plain-credentials",
                    "ssh-credentials",
                    "jackson2-api",
                    "snakeyaml-api",
                    "junit",
                    CASC,
                    "ssh-agent",
                    "docker-workflow",
                    "pipeline-graph-view");

    /**
     * Those that the process's environment names.
     *
     * @param archive where this build's archive is, or would be
     * @throws OperationException with words on how to get what is missing
     */
    public static JenkinsFiles of(Map<String, String> environment, Path archive)
            throws OperationException, IOException {
        String war = environment.getOrDefault(WAR, "").strip();
        String plugins = environment.getOrDefault(PLUGINS, "").strip();
        if (war.isEmpty() || plugins.isEmpty()) {
            throw refused(
                    text(
                            "jenkins.none",
                            war.isEmpty() ? WAR : PLUGINS,
                            String.join(" ", TO_INSTALL)));
        }
        if (!Files.isRegularFile(Path.of(war))) {
            throw refused(text("jenkins.no.war", WAR, war));
        }
        if (!Files.isDirectory(Path.of(plugins))) {
            throw refused(text("jenkins.no.plugins", PLUGINS, plugins));
        }
        if (!Files.isRegularFile(archive)) {
            throw refused(text("jenkins.no.archive", archive));
        }
        JenkinsFiles files =
                new JenkinsFiles(
                        Path.of(war).toAbsolutePath(),
                        Path.of(plugins).toAbsolutePath(),
                        archive.toAbsolutePath());
        Set<String> missing = files.missing();
        if (!missing.isEmpty()) {
            throw refused(text("jenkins.missing", plugins, String.join(" ", missing)));
        }
        return files;
    }

    /** Whether the configuration can be given as code. */
    public boolean asCode() throws IOException {
        return PluginFile.in(plugins).stream().anyMatch(p -> p.name().equals(CASC));
    }

    /** Short names of plugins that are asked for and not there. */
    private Set<String> missing() throws IOException {
        Set<String> wanted = new LinkedHashSet<>(FOR_THE_JOB);
        wanted.addAll(PluginFile.read(archive).needs());
        return missing(PluginFile.in(plugins), wanted);
    }

    /** Those of the wanted ones, and of what all that are there need, that are not there. */
    static Set<String> missing(List<PluginFile> there, Set<String> wanted) {
        Set<String> names = there.stream().map(PluginFile::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(wanted);
        there.forEach(plugin -> missing.addAll(plugin.needs()));
        missing.removeAll(names);
        return missing;
    }

    private static OperationException refused(String message) {
        return new OperationException(Outcome.REFUSED, message);
    }

    private static String text(String key, Object... arguments) {
        return Messages.of(JenkinsFiles.class, key, arguments);
    }
}
