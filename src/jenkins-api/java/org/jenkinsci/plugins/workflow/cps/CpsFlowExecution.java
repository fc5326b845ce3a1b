package org.jenkinsci.plugins.workflow.cps;

import java.io.IOException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

public class CpsFlowExecution extends FlowExecution {
    public CpsFlowExecution(String script, boolean sandbox, FlowExecutionOwner owner)
            throws IOException {}
}
