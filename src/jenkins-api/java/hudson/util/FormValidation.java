package hudson.util;

import java.io.IOException;

public abstract class FormValidation extends IOException {
    private static final long serialVersionUID = 1L;

    private FormValidation(String message) {
        super(message);
    }

    public static FormValidation ok() {
        return new Plain("");
    }

    public static FormValidation ok(String message) {
        return new Plain(message);
    }

    public static FormValidation error(String message) {
        return new Plain(message);
    }

    public static FormValidation warning(String message) {
        return new Plain(message);
    }

    private static final class Plain extends FormValidation {
        private static final long serialVersionUID = 1L;

        Plain(String message) {
            super(message);
        }
    }
}
