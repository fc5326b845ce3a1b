package hudson.remoting;

public abstract class Channel implements VirtualChannel {
    Channel() {}
}
