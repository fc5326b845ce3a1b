package hudson.model;

import java.util.List;

public class Queue {
    Queue() {}

    public interface Task extends ModelObject {}

    public interface QueueAction extends Action {
        boolean shouldSchedule(List<Action> actions);
    }

    public abstract static class Item extends Actionable {
        Item() {}
    }
}
