package io.jenkins.plugins.erp.runner.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a demo is asked for.
 *
 * @param home the checkout
 * @param breaking the bad release to try: image, migration, health or config
 * @param environment of the process
 */
public record DemoOptions(Path home, Optional<String> breaking, Map<String, String> environment) {}
