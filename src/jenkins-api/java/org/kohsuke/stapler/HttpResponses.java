package org.kohsuke.stapler;

public class HttpResponses {
    public HttpResponses() {}

    public static HttpResponseException error(int code, String errorMessage) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponseException errorWithoutStack(int code, String errorMessage) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponseException forbidden() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponseException notFound() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponse redirectToDot() {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpRedirect redirectTo(String url) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponseException redirectViaContextPath(String relative) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static ForwardToView forwardToView(Object it, String view) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public static HttpResponse text(String plain) {
        throw new UnsupportedOperationException("a declaration only");
    }

    public abstract static class HttpResponseException extends RuntimeException
            implements HttpResponse {
        private static final long serialVersionUID = 1L;

        public HttpResponseException() {}
    }
}
