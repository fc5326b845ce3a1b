package jenkins.model.details;

public class GeneralDetailGroup extends jenkins.model.details.DetailGroup {
    public static jenkins.model.details.GeneralDetailGroup get() {
        throw new UnsupportedOperationException("a declaration only");
    }
}
