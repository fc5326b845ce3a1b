package io.jenkins.plugins.erp.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    private static final int BYTES = 5;

    /** From a run's variables; at random where they say nothing. */
    public static RunName of(Map<String, String> environment) {
        String id = environment.getOrDefault(ID, "");
        byte[] bytes = new byte[BYTES];
        if (id.isEmpty()) {
            new SecureRandom().nextBytes(bytes);
            return new RunName(HexFormat.of().formatHex(bytes), false);
        }
        System.arraycopy(digest(id), 0, bytes, 0, BYTES);
        return new RunName(HexFormat.of().formatHex(bytes), environment.containsKey(AGAIN));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
