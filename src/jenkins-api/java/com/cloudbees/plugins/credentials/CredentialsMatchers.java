package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
    CredentialsMatchers() {}

    public static CredentialsMatcher always() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static CredentialsMatcher instanceOf(Class<?> clazz) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static CredentialsMatcher anyOf(CredentialsMatcher... matchers) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static <C extends Credentials> C firstOrNull(Iterable<C> a, CredentialsMatcher b) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static CredentialsMatcher withId(String a) {
        throw new UnsupportedOperationException("a declaration only");
    }
}
