package io.jenkins.plugins.erp.operation;

import io.jenkins.plugins.erp.text.Digests;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The name that one run gives to what it starts. Where the run may be done again after its
 * controller died, the name is the same then, so that what was left running is found.
 *
 * @param word ten hexadecimal digits
 * @param again whether it is done again
 */
public record RunName(String word, boolean again) {
    /** Variable with what tells a run apart from all others, the same when it is done again. */
    public static final String ID = "ERP_STEP_ID";

    /** Variable that is set when it is done again. */
    public static final String AGAIN = "ERP_STEP_AGAIN";

    private static final int DIGITS = 10;

    /** From a run's variables; at random where they say nothing. */
    public static RunName of(Map<String, String> environment) {
        String id = environment.getOrDefault(ID, "");
        if (id.isEmpty()) {
            byte[] random = new byte[DIGITS / 2];
            new SecureRandom().nextBytes(random);
            return new RunName(HexFormat.of().formatHex(random), false);
        }
        return new RunName(Digests.sha256(id).substring(0, DIGITS), environment.containsKey(AGAIN));
    }
}
