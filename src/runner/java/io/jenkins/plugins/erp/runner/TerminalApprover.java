package io.jenkins.plugins.erp.runner;

import io.jenkins.plugins.erp.runner.jenkinsfile.Approver;
import io.jenkins.plugins.erp.runner.jenkinsfile.StepException;
import io.jenkins.plugins.erp.text.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks at the terminal.
 *
 * @param io where the person sits
 * @param approved whether everything was answered beforehand
 */
record TerminalApprover(Io io, boolean approved) implements Approver {

    @Override
    public boolean approve(String message, String ok) throws InterruptedException {
        if (approved) {
            return true;
        }
        if (!io.terminal()) {
            throw new StepException(Messages.of(TerminalApprover.class, "input.nobody", message));
        }
        io.err().print(Messages.of(TerminalApprover.class, "input.ask", message, ok) + " ");
        io.err().flush();
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            // polled, so that a time limit around the step can end the waiting
            while (!in.ready()) {
                Thread.sleep(100);
            }
            String answer = in.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|是|好");
        } catch (IOException e) {
            throw new StepException("the answer cannot be read: " + e.getMessage());
        }
    }
}
