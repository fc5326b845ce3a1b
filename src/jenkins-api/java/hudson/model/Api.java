package hudson.model;

public class Api {
    public Api(java.lang.Object a) {}
}
