package io.vestibule.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever copies the README's commands, in their order, gets the README's answers; so it is on the page that it leads to. */
class ReadmeTest {
    private static final Pattern EXCHANGE =
            Pattern.compile("```sh\n(curl .*?)```\n```(?:json|xml|text)\n(.*?)\n```\n", Pattern.DOTALL);

    private final Map<String, String> files = new HashMap<>();

    /** The page alone, and after the README on the same server: one reader begins there, another goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/try.md", "README.md, docs/try.md"})
    void each_curl_gets_the_answer_that_stands_below_it(String pages) {
        try (Installation installation = Installation.demo()) {
            Client server = installation.node();
            for (String page : pages.split(", ", -1)) {
                follow(page, server);
            }
        }
    }

    private void follow(String page, Client server) {
        String text = Documents.text(page);
        int exchanges = 0;
        Matcher exchange = EXCHANGE.matcher(text);
        while (exchange.find()) {
            exchanges++;
            Curl curl = Curl.parse(exchange.group(1), files);
            Reply reply = server.exchange(curl.method(), curl.path(), curl.headers(), curl.body());
            String printed = (reply.body().isEmpty() ? "" : reply.body() + "\n") + reply.status();
            assertThat(stable(printed)).as(page + ": " + exchange.group(1)).isEqualTo(stable(exchange.group(2)));
            if (curl.keptIn() != null) {
                files.put(curl.keptIn(), printed);
            }
        }
        assertThat(exchanges)
                .as("commands of " + page + " with an answer below")
                .isEqualTo(text.lines().filter(line -> line.startsWith("curl ")).count())
                .isPositive();
    }

    /** Without what differs each time: tokens and times. Ids are counted up from the demo data's, the same each time. */
    private static String stable(String answer) {
        return answer.replaceAll("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+", "<access token>")
                .replaceAll("[\\w-]{43,}", "<token>")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z", "<time>")
                .replaceAll("\"creationdt\":\"\\d{10}\"", "\"creationdt\":\"<seconds>\"");
    }
}
