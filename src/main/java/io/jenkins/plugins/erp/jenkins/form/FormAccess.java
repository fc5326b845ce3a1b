package io.jenkins.plugins.erp.jenkins.form;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.util.ListBoxModel;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Who may ask what of the forms: ids of credentials are not for everybody. */
public final class FormAccess {
    private FormAccess() {}

    /** Lets only those go on who may see the job's configuration. */
    public static void check(Item item) {
        AccessControlled asked = item == null ? Jenkins.get() : item;
        asked.checkPermission(item == null ? Jenkins.ADMINISTER : Item.EXTENDED_READ);
    }

    /**
     * Credentials of some types for a drop-down; to those who may not see them, nothing but the
     * value that is there already.
     */
    @SafeVarargs
    public static ListBoxModel credentials(
            Item item, String current, Class<? extends StandardCredentials>... types) {
        StandardListBoxModel model = new StandardListBoxModel();
        boolean allowed =
                item == null
                        ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                        : item.hasPermission(Item.EXTENDED_READ)
                                || item.hasPermission(CredentialsProvider.USE_ITEM);
        if (!allowed) {
            return model.includeCurrentValue(current);
        }
        CredentialsMatcher matcher =
                CredentialsMatchers.anyOf(
                        Arrays.stream(types)
                                .map(CredentialsMatchers::instanceOf)
                                .toArray(CredentialsMatcher[]::new));
        return model.includeEmptyValue()
                .includeMatchingAs(
                        authentication(item), item, StandardCredentials.class, List.of(), matcher)
                .includeCurrentValue(current);
    }

    /**
     * Credentials of that id which the job may use, for a check; null when there are none. Who asks
     * has to be looked at before.
     */
    public static <C extends StandardCredentials> C credential(
            Item item, String id, Class<C> type) {
        return CredentialsProvider.findCredentialByIdInItem(
                id, type, item, authentication(item), List.of());
    }

    private static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
