package io.vestibule.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.secret.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

    @ParameterizedTest
    @CsvSource({"30s,PT30S", "15m,PT15M", "24h,PT24H", "14d,P14D", "PT0.5S,PT0.5S", "3650d,P3650D"})
    void durations(String text, Duration duration) {
        assertThat(Kind.DURATION.read(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "90s", "15m", "90m", "24h", "36h", "2d", "30d", "PT0.5S"})
    void durations_are_told_as_people_write_them(String text) {
        assertThat(DurationText.of(DurationText.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0s", "-1s", "PT-1S", "1", "1w", "1.5h", "s", "3651d", "999999999d", "9999999999d", "1S", "1 s"})
    void no_durations(String text) {
        refuses(Kind.DURATION, text);
    }

    @Test
    void some_durations_may_be_zero() {
        assertThat(Kind.DURATION_OR_ZERO.read("0s")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/1m", "-1/1m", "1/0s", "1", "1/", "/1m", "1/m", "1000001/1m", "20 a minute"})
    void no_rates(String text) {
        refuses(Kind.RATE, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "", "8080x", "0x50", "1e3"})
    void no_ports(String text) {
        refuses(Kind.PORT, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x", "https://sign-in.example.com/a/", "https://[::1]:8443"})
    void web_urls(String text) {
        assertThat(Kind.WEB_URL.read(text)).isEqualTo(URI.create(text.replaceAll("/$", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "x", "//x", "http:///x", "http://u@x", "http://x?q", "http://x#f", "http://a b"})
    void no_web_urls(String text) {
        refuses(Kind.WEB_URL, text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "10.0.0.1,10.0.0.1,true",
        "10.0.0.1,10.0.0.2,false",
        "0.0.0.0/0,1.2.3.4,true",
        "0.0.0.0/0,::1,false",
        "fd00::/8,fd12::1,true",
        "fd00::/8,fe80::1,false",
        "192.168.4.0/22,192.168.7.255,true",
        "192.168.4.0/22,192.168.8.0,false"
    })
    void a_network_contains_its_addresses(String network, String address, boolean contained) {
        assertThat(Cidr.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "fd00::/129",
                "10/8",
                "10.1",
                "localhost",
                "fe80::1%eth0",
                "10.0.0.0/8,",
                ",",
                "10.0.0.0/",
                "0xa.0.0.0/8",
                "256.0.0.0/8"
            })
    void no_networks(String text) {
        refuses(Kind.NETWORKS, text);
    }

    @Test
    void mailboxes() {
        assertThat(Mailbox.parse("no-reply@example.com")).isEqualTo(new Mailbox("", "no-reply@example.com"));
        assertThat(Mailbox.parse("Grüße & Co <a+b@example.com>"))
                .isEqualTo(new Mailbox("Grüße & Co", "a+b@example.com"));
    }

    @Test
    void a_mailbox_cannot_carry_a_header() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mailbox("", "a@b\r\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mailbox("A\nBcc: x", "a@b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@",
                "@b",
                "a b@c",
                "A <a@b",
                "A <a@b> B",
                "A\r\nBcc: x <a@b>",
                "a@b@c",
                "\"A <a@b>",
                "<>",
                "a(c)@b",
                "a[1]@b",
                "a\\@b"
            })
    void no_mailboxes(String text) {
        refuses(MailConfig.FROM.kind(), text);
    }

    @Test
    void database_urls_lose_their_credentials() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://al%40ice:p%3Aa+s%25s@db.example.com:6432/x?sslmode=require");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example.com:6432/x?sslmode=require");
        assertThat(url.user()).isEqualTo("al@ice");
        assertThat(url.password()).isEqualTo(Secret.of("p:a+s%s"));
        assertThat(DatabaseUrl.parse("postgres://[::1]/x").jdbc()).isEqualTo("jdbc:postgresql://[::1]/x");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a:1,b:2/x?targetServerType=primary"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://a:1,b:2/x?targetServerType=primary", null, null));
    }

    /** PostgreSQL's and Patroni's manuals give this form. */
    @Test
    void a_database_url_as_libpq_reads_it_is_translated() {
        assertThat(DatabaseUrl.parse("postgresql://u@a:5432,[::1]:5433,c/vest?target_session_attrs=read-write"
                                + "&connect_timeout=3&application_name=x&keepalives=0&sslmode=require")
                        .jdbc())
                .isEqualTo("jdbc:postgresql://a:5432,[::1]:5433,c/vest?targetServerType=primary&connectTimeout=3"
                        + "&ApplicationName=x&tcpKeepAlive=false&sslmode=require");
        assertThat(DatabaseUrl.parse("postgres://a,b?target_session_attrs=primary")
                        .jdbc())
                .isEqualTo("jdbc:postgresql://a,b?targetServerType=primary");
        assertThat(DatabaseUrl.parse("postgresql://u:p%40q@a,b/x"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://a,b/x", "u", Secret.of("p@q")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://x/y",
                "jdbc:postgresql:",
                "mysql://x",
                "postgresql:x",
                "jdbc:postgresql://u:p@db/x",
                "jdbc:postgresql://db/x?password=p",
                "jdbc:postgresql://db/x?ssl=true&password=p",
                "jdbc:postgresql://db/x?sslpassword=p",
                "postgresql://db/x?user=u",
                "postgresql://a,,b/x",
                "postgresql:///x",
                "postgresql://a b/x"
            })
    void no_database_urls(String text) {
        refuses(DatabaseConfig.URL.kind(), text);
    }

    @Test
    void smtp_urls() {
        assertThat(SmtpServer.parse("smtp://host")).isEqualTo(new SmtpServer("host", 587, false, null, null));
        assertThat(SmtpServer.parse("smtps://host/")).isEqualTo(new SmtpServer("host", 465, true, null, null));
        assertThat(SmtpServer.parse("smtp://u%40x:p%2Fw@host:25"))
                .isEqualTo(new SmtpServer("host", 25, false, "u@x", Secret.of("p/w")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "http://host",
                "smtp:host",
                "smtp://",
                "smtp://u@host",
                "smtp://host:0",
                "smtp://host:65536",
                "smtp://host/x",
                "smtp://host?x=1"
            })
    void no_smtp_urls(String text) {
        refuses(MailConfig.SMTP.kind(), text);
    }

    @Test
    void a_master_key_is_32_bytes_in_any_usual_form() {
        byte[] key = new byte[32];
        key[0] = (byte) 0xFB;
        key[1] = (byte) 0xFF;
        for (String text : new String[] {
            Base64.getEncoder().encodeToString(key),
            Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n",
            "0123456789abcdefABCDEF0123456789".repeat(2)
        }) {
            assertThat(KeysConfig.MASTER.kind().read(text).reveal()).isEqualTo(text.strip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "!!!!", "000102030405060708090a0b0c0d0e0f", "correct horse battery staple"})
    void no_master_keys(String text) {
        refuses(KeysConfig.MASTER.kind(), text);
    }

    private static void refuses(Kind<?> kind, String text) {
        assertThatThrownBy(() -> kind.read(text)).isInstanceOf(RuntimeException.class);
    }
}
