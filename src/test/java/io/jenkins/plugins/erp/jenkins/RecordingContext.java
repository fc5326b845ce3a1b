package io.jenkins.plugins.erp.jenkins;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step's place in a Pipeline that has nothing in it and keeps how the step ended. */
final class RecordingContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private transient CompletableFuture<Object> end = new CompletableFuture<>();

    Object value() throws InterruptedException, ExecutionException {
        return end.get();
    }

    Throwable failure() throws InterruptedException {
        try {
            throw new AssertionError("it ended well: " + end.get());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    boolean isDone() {
        return end.isDone();
    }

    @Override
    public <T> T get(Class<T> key) {
        return null;
    }

    @Override
    public void onSuccess(Object result) {
        end.complete(result);
    }

    @Override
    public void onFailure(Throwable t) {
        end.completeExceptionally(t);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setResult(Result r) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private Object readResolve() {
        end = new CompletableFuture<>();
        return this;
    }
}
