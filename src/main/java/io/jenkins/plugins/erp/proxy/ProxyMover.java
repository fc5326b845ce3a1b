package io.jenkins.plugins.erp.proxy;

import io.jenkins.plugins.erp.docker.ContainerState;
import io.jenkins.plugins.erp.plan.Pause;
import io.jenkins.plugins.erp.plan.PhaseException;
import io.jenkins.plugins.erp.plan.Progress;
import io.jenkins.plugins.erp.shell.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves a proxy container from one set of web containers to another without losing a request. The
 * order is: {@link #check}, the new containers up and answering, {@link #pointAt} them, {@link
 * #retire} the old, the old stopped, {@link #clean}. All of it may be done again after a crash at
 * any point; what there is to take back is read from the proxy's container alone.
 */
public interface ProxyMover {

    /**
     * Refuses a proxy that could not be moved, with the reason and what to write instead, before
     * anything is switched.
     *
     * @param names under which the proxy may know the web service
     * @throws PhaseException a refusal
     */
    void check(ContainerState proxy, List<String> names)
            throws PhaseException, ShellException, InterruptedException;

    /**
     * The ports at which the proxy asks for web, as far as it can be seen, where another container
     * can answer there in place of web; empty where the proxy cannot be pointed at one.
     */
    Optional<Set<Integer>> ports(ContainerState proxy, List<String> names)
            throws ShellException, InterruptedException;

    /** What a proxy is steered to. */
    enum Steered {
        /** nothing: no {@link #pointAt} began since the last {@link #clean} */
        NOT,
        /** these containers, and nothing that was begun is open */
        THERE,
        /** others, or it is not known whether a move was ended */
        ELSEWHERE
    }

    /** Whether the proxy is steered, and to these containers. */
    Steered steered(ContainerState proxy, List<ContainerState> web, List<String> names)
            throws PhaseException, ShellException, InterruptedException;

    /**
     * Sends all new requests to these containers, and waits until requests to others have ended or
     * the drain limit is over.
     *
     * @param names under which the proxy may know the web service
     */
    void pointAt(
            ContainerState proxy, List<ContainerState> web, List<String> names, Progress progress)
            throws PhaseException, ShellException, InterruptedException;

    /** Takes containers that are about to be stopped out of the rotation of a proxy that looks. */
    void retire(ContainerState proxy, List<ContainerState> old, Progress progress)
            throws PhaseException, ShellException, InterruptedException;

    /**
     * Takes the steering away. Only when the old containers are stopped: what the proxy does by
     * itself then finds the new ones alone.
     */
    void clean(ContainerState proxy) throws PhaseException, ShellException, InterruptedException;

    /**
     * The mover for whatever kind of proxy a container is.
     *
     * @param drain how long requests that are under way are waited for
     */
    static ProxyMover on(HostCommands host, Pause pause, Duration drain) {
        return new AnyMover(host, pause, drain);
    }

    /** The refusal of a proxy that cannot be moved. */
    static PhaseException unmoved(String kind, ContainerState proxy, String why) {
        return PhaseException.refused(
                kind
                        + " in "
                        + proxy.name()
                        + " cannot be moved without losing requests: "
                        + why
                        + ". It goes on as it was");
    }
}
