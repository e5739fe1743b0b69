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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small SMTP server that says what it is told to say, as real ones have: GreenMail takes every mail. "drop" hangs up. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Script script = (conversation, line) -> null;

    /** What to answer to a line; null: what a server says to whom all is well. The line before the first is empty. */
    interface Script {
        @Nullable
        String answer(Conversation conversation, String line);
    }

    /** A mail that was taken: the outbox's id is in its Message-ID. */
    record Taken(String recipient, long id) {}

    /** One connection. */
    static final class Conversation {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final AtomicInteger carried = new AtomicInteger();

        /** What the client said, but for the mails. */
        List<String> lines() {
            return lines;
        }

        /** Mails taken so far. */
        int carried() {
            return carried.get();
        }
    }

    ScriptedSmtp() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    SmtpServer server() {
        return SmtpServer.parse("smtp://127.0.0.1:" + socket.getLocalPort());
    }

    Transport transport() {
        return new SmtpTransport(server(), new EhloName("mail.portal.example"), null, Clock.systemUTC());
    }

    void refuse(String recipient, String answer) {
        answers.put(recipient, answer);
    }

    void follow(Script script) {
        this.script = script;
    }

    /** Whose mail was taken, in order. */
    List<String> recipients() {
        return taken.stream().map(Taken::recipient).toList();
    }

    List<Taken> taken() {
        return taken;
    }

    List<Conversation> conversations() {
        return conversations;
    }

    /** How many connections there were at once. */
    int mostOpen() {
        return mostOpen.get();
    }

    int open() {
        return open.get();
    }

    /** Commands of all connections that begin so. */
    long commands(String beginning) {
        return conversations.stream()
                .flatMap(conversation -> conversation.lines().stream())
                .filter(line -> line.startsWith(beginning))
                .count();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException _) {
                // The server was closed: the loop's condition tells.
            }
        }
    }

    private void converse(Socket client) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (client) {
            var conversation = new Conversation();
            conversations.add(conversation);
            converse(client, conversation);
        } catch (IOException _) {
            // The client hung up.
        } finally {
            open.decrementAndGet();
        }
    }

    private void converse(Socket client, Conversation conversation) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        if (!say(client, told(conversation, "", "220 ready"))) {
            return;
        }
        String recipient = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            conversation.lines.add(line);
            String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
            String usual = "250 fine";
            if (verb.equals("RCPT")) {
                recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                usual = answers.getOrDefault(recipient, usual);
            } else if (verb.equals("DATA")) {
                usual = "354 go on";
            }
            String answer = told(conversation, line, usual);
            if (!say(client, answer)) {
                return;
            }
            if (answer.startsWith("354")) {
                long id = id(in.lines().takeWhile(text -> !text.equals(".")).toList());
                String end = told(conversation, ".", "250 taken");
                if (end.startsWith("250")) {
                    taken.add(new Taken(recipient, id));
                    conversation.carried.incrementAndGet();
                }
                if (!say(client, end)) {
                    return;
                }
            }
        }
    }

    private String told(Conversation conversation, String line, String usual) {
        String answer = script.answer(conversation, line);
        return answer == null ? usual : answer;
    }

    private static long id(List<String> mail) {
        return mail.stream()
                .filter(line -> line.startsWith("Message-ID: <"))
                .map(line -> Long.parseLong(line.substring("Message-ID: <".length(), line.indexOf('.'))))
                .findFirst()
                .orElseThrow();
    }

    /** False if it hung up instead. A server that closes (421) says so and does. */
    private static boolean say(Socket client, String line) throws IOException {
        if (line.equals("drop")) {
            return false;
        }
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return !line.startsWith("421");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
