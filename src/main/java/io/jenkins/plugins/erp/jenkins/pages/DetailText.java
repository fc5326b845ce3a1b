package io.jenkins.plugins.erp.jenkins.pages;

import io.jenkins.plugins.erp.history.OperationEntry;

/** An operation in few words. */
final class DetailText {
    private DetailText() {}

    static String of(OperationView operation, Labels texts) {
        OperationEntry entry = operation.entry();
        String what =
                entry.environment().isEmpty()
                        ? texts.word("kind", entry.kind())
                        : entry.environment() + ": " + texts.word("kind", entry.kind());
        String outcome = texts.word("outcome", entry.outcome());
        if (!entry.ended()) {
            return what + " – " + outcome;
        }
        OperationView.Tests tests = operation.tests();
        OperationView.Findings findings = operation.findings();
        String figure =
                tests != null
                        ? tests.passed()
                                + "/"
                                + tests.tests()
                                + (tests.lines().isEmpty() ? "" : ", " + tests.lines())
                        : findings != null
                                ? texts.of("detail.findings", findings.fresh())
                                : operation.release() && entry.succeeded() ? entry.release() : "";
        return what
                + (figure.isEmpty() ? "" : " " + figure)
                + " – "
                + outcome
                + (entry.seconds() > 0 ? ", " + operation.took() : "");
    }
}
