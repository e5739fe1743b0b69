package io.vestibule.mail;

import io.vestibule.config.SmtpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small SMTP server that answers a recipient as it is told: GreenMail takes every mail. "drop" hangs up. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> recipients = new CopyOnWriteArrayList<>();

    ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    Transport transport() {
        String url = "smtp://127.0.0.1:" + socket.getLocalPort();
        return new SmtpTransport(SmtpServer.parse(url), null, Clock.systemUTC());
    }

    void refuse(String recipient, String answer) {
        answers.put(recipient, answer);
    }

    /** Whose mail was taken, in order. */
    List<String> recipients() {
        return recipients;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                converse(client);
            } catch (IOException _) {
                // The client hung up, or the server was closed: the loop's condition tells.
            }
        }
    }

    private void converse(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        say(client, "220 ready");
        String recipient = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
            String answer = "250 fine";
            if (verb.equals("RCPT")) {
                recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                answer = answers.getOrDefault(recipient, answer);
            } else if (verb.equals("DATA")) {
                say(client, "354 go on");
                in.lines().takeWhile(text -> !text.equals(".")).forEach(text -> {});
                recipients.add(recipient);
            }
            if (answer.equals("drop")) {
                return;
            }
            say(client, answer);
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
