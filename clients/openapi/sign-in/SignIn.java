import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One sign-in by the generated Java client of a dialect: {@code SignIn DIALECT BASE-URL}; prints who it was, or the token's type. */
public final class SignIn {
    private SignIn() {}

    public static void main(String[] args) throws Exception {
        String name = "john.doe@example.com";
        String password = "correct horse 9";
        System.out.println(
                switch (args[0]) {
                    case "sonar" -> sonar(args[1], name, password);
                    case "logicboxes" -> logicBoxes(args[1], name, password);
                    case "keaze" -> keaze(args[1], name, password);
                    default -> throw new IllegalArgumentException(args[0]);
                });
    }

    private static String sonar(String url, String name, String password) throws Exception {
        var client = new sonar.ApiClient();
        client.updateBaseUri(url);
        String basic = Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.UTF_8));
        client.setRequestInterceptor((HttpRequest.Builder request) -> request.header("Authorization", "Basic " + basic));
        var credentials = new sonar.model.Credentials()
                .username(name)
                .password(new sonar.model.CredentialsPassword(password));
        return new sonar.api.CustomerPortalApi(client)
                .validateCredentials(credentials)
                .getData()
                .getContactName();
    }

    private static String logicBoxes(String url, String name, String password) throws Exception {
        var client = new logicboxes.ApiClient();
        client.updateBaseUri(url);
        return new logicboxes.api.CustomersApi(client)
                .authenticateJson(null, null, 1, "demo-key", null, name, password)
                .getName();
    }

    private static String keaze(String url, String name, String password) throws Exception {
        var client = new keaze.ApiClient();
        client.updateBaseUri(url);
        var login = new keaze.model.PasswordLogin().email(name).password(password);
        return new keaze.api.PasswordApi(client)
                .passwordLogin(login, null, null, null, null)
                .getTokenType()
                .toString();
    }
}
