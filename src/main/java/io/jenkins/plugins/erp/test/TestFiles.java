package io.jenkins.plugins.erp.test;

/** Where the tests' reports are: in the container, and in the workspace. */
final class TestFiles {
    static final String REPORTS = "reports/erp";
    static final String JUNIT = REPORTS + "/junit";
    static final String COVERAGE_XML = REPORTS + "/coverage.xml";
    static final String COVERAGE_JSON = REPORTS + "/coverage.json";
    static final String IN_JUNIT = "/tmp/erp-junit.xml";
    static final String IN_COVERAGE = "/tmp/erp-coverage";

    private TestFiles() {}

    static String junit(String suite) {
        return JUNIT + "/" + suite + ".xml";
    }
}
