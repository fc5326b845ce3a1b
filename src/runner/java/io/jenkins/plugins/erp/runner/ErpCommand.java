package io.jenkins.plugins.erp.runner;

import picocli.CommandLine;

/** {@code erp} itself: says what there is. */
@CommandLine.Command(
        name = "erp",
        mixinStandardHelpOptions = true,
        versionProvider = ErpCommand.Version.class)
final class ErpCommand implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--lang", paramLabel = "en|zh_CN")
    private String language;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ErpCommand.class.getPackage().getImplementationVersion();
            return new String[] {"erp " + (version == null ? "(not packaged)" : version)};
        }
    }
}
