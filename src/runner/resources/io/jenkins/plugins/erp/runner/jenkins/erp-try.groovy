// What jenkins.yaml says, for a Jenkins without configuration as code. Written by "erp jenkins".
import com.cloudbees.jenkins.plugins.sshcredentials.impl.BasicSSHUserPrivateKey
import com.cloudbees.plugins.credentials.CredentialsScope
import com.cloudbees.plugins.credentials.SecretBytes
import com.cloudbees.plugins.credentials.SystemCredentialsProvider
import hudson.security.FullControlOnceLoggedInAuthorizationStrategy
import hudson.security.HudsonPrivateSecurityRealm
import jenkins.model.Jenkins
import jenkins.model.JenkinsLocationConfiguration
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl

def given = System.getenv()
def jenkins = Jenkins.get()

def realm = new HudsonPrivateSecurityRealm(false)
realm.createAccount('admin', new File(given.ERP_TRY_PASSWORD_FILE).text)
jenkins.securityRealm = realm
def strategy = new FullControlOnceLoggedInAuthorizationStrategy()
strategy.allowAnonymousRead = true
jenkins.authorizationStrategy = strategy
jenkins.save()

def location = JenkinsLocationConfiguration.get()
location.url = given.ERP_TRY_URL
location.save()

def store = SystemCredentialsProvider.instance
store.credentials.removeAll { it.id in ['erp-host', 'erp-env'] }
store.credentials.add(new BasicSSHUserPrivateKey(CredentialsScope.GLOBAL, 'erp-host', given.ERP_TRY_USER,
    new BasicSSHUserPrivateKey.DirectEntryPrivateKeySource(new File(given.ERP_TRY_KEY_FILE).text), null,
    'The test host'))
store.credentials.add(new FileCredentialsImpl(CredentialsScope.GLOBAL, 'erp-env', 'Environment of the sample ERP',
    '.env', SecretBytes.fromBytes(new File(given.ERP_TRY_ENV_FILE).bytes)))
store.save()
