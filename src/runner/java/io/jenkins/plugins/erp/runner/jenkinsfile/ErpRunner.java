package io.jenkins.plugins.erp.runner.jenkinsfile;

import io.jenkins.plugins.erp.config.ConfigException;
import io.jenkins.plugins.erp.console.Console;
import io.jenkins.plugins.erp.operation.OperationException;
import io.jenkins.plugins.erp.operation.OperationResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out what an erp step or command asks for. */
@FunctionalInterface
public interface ErpRunner {

    /**
     * What is asked for, and where.
     *
     * @param request such as a {@link io.jenkins.plugins.erp.build.BuildRequest}; a login without a
     *     server is for the image's registry
     * @param directory where erp.yaml is
     * @param environment variables of the build
     * @param secrets that must not be seen in what programs print
     * @param sshKey private key to use instead of what erp.yaml says
     * @param knownHosts file of host keys to trust instead of what erp.yaml says
     * @param console what people read
     */
    record Call(
            Record request,
            Path directory,
            Map<String, String> environment,
            List<String> secrets,
            Optional<Path> sshKey,
            Optional<Path> knownHosts,
            Console console) {

        /** Trusting the host keys that erp.yaml says. */
        public Call(
                Record request,
                Path directory,
                Map<String, String> environment,
                List<String> secrets,
                Optional<Path> sshKey,
                Console console) {
            this(request, directory, environment, secrets, sshKey, Optional.empty(), console);
        }
    }

    /** Carries out one of the six requests. */
    OperationResult run(Call call) throws ConfigException, OperationException, InterruptedException;
}
