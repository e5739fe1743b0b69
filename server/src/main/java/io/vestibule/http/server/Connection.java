package io.vestibule.http.server;

import io.vestibule.http.server.Activity.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, served by one virtual thread once its first head is there: request after request, until either side ends it (RFC
 * 9112 section 9).
 */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SocketChannel channel;
    private final Socket socket;
    private final InetAddress peer;
    /** Set by whoever comes first: its thread, or what closes it before it has one. */
    private final AtomicBoolean begun = new AtomicBoolean();

    private final Connections connections;
    private final HttpHandler handler;
    private final Input input;
    private final OutputStream out;
    private final Activity activity;

    /** Of the request that is answered at present. */
    private RequestHead head = RequestHead.NONE;

    /** Whether the client lets the connection go on after this request. */
    private boolean wanted;

    /** Whether it goes on: only if the request was answered. */
    private boolean persistent;

    /** Whether the answer was a stream: nothing follows it. */
    private boolean streamed;

    private RequestContent content;
    private long contentDeadline;

    /** What an upload has left of the time that it may keep us waiting. */
    private long uploadTime;

    /** Whether the request counts among those that the server works at: not while it waits for its client. */
    private boolean counted;

    Connection(SocketChannel channel, Connections connections, HttpHandler handler) throws IOException {
        this.channel = channel;
        this.socket = channel.socket();
        this.peer = socket.getInetAddress();
        this.connections = connections;
        this.handler = handler;
        this.input = new Input(socket.getInputStream(), connections.budget());
        this.out = socket.getOutputStream();
        this.content = RequestContent.none(this, input);
        this.activity = new Activity(connections.limits().idle());
    }

    SocketChannel channel() {
        return channel;
    }

    InetAddress peer() {
        return peer;
    }

    /** Takes in what has come of the first head, and waits for nothing. True once a thread has something to do, or the end has come. */
    boolean hasWork() throws IOException {
        try {
            if (input.receive(channel) && awaitRequest()) {
                int begin = input.position();
                try {
                    new HeadParser(input).read();
                } finally {
                    input.goBack(begin);
                }
            }
            return true;
        } catch (UnfinishedException e) {
            return false;
        } catch (BadRequestException e) {
            return true;
        }
    }

    /** Serves it in a thread of its own, unless it is closed already. */
    void start() {
        input.mayWait();
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().start(this);
        }
    }

    ByteBudget budget() {
        return connections.budget();
    }

    @Override
    public void run() {
        try (socket) {
            while (serve()) {}
        } catch (IOException e) {
            LOG.debug("the client is gone, or others wanted its place", e);
        } catch (RuntimeException e) {
            LOG.error("fault", e);
        } finally {
            content.release();
            input.close();
            connections.remove(this);
        }
    }

    /** One request. False if it was the last. */
    private boolean serve() throws IOException {
        HeadParser parser = new HeadParser(input);
        try {
            if (!awaitRequest()) {
                return false;
            }
            head = parser.read();
            content = RequestContent.of(head, this, input);
        } catch (BadRequestException e) {
            head = parser.broken();
            reject(activity.isOverdue() ? Rejection.HEAD_TIMEOUT : e.rejection());
            return false;
        }
        persistent = false;
        wanted = !head.lists("Connection", "close") && (head.minor() > 0 || head.lists("Connection", "keep-alive"));
        if (!resumeWork()) {
            reject(Rejection.OVERLOADED);
            return false;
        }
        try {
            handler.handle(new Exchange(this, head, content));
        } finally {
            suspendWork();
        }
        return !streamed && nextMayFollow();
    }

    /** The server works at the request now. False if it works at as many as it may: then nothing but a refusal may follow. */
    private boolean resumeWork() {
        activity.enter(Phase.WORKING, Activity.NEVER);
        counted = connections.beginRequest();
        return counted;
    }

    /** The client is waited for: a slow one keeps no other from being answered. */
    private void suspendWork() {
        if (counted) {
            counted = false;
            connections.endRequest();
        }
    }

    /** Waits for a request's first byte; line ends before it are nothing (RFC 9112 section 2.2). */
    private boolean awaitRequest() throws IOException, BadRequestException {
        if (activity.phase() == Phase.HEAD) {
            return true; // the first one, which began before there was a thread
        }
        if (activity.phase() != Phase.WAITING) {
            activity.enter(Phase.WAITING, connections.limits().idle());
        }
        while (!input.isEmpty() || input.fill()) {
            byte first = input.buffer()[input.position()];
            if (first != '\r' && first != '\n') {
                activity.enter(Phase.HEAD, connections.limits().head());
                return true;
            }
            input.skip(1);
        }
        return false;
    }

    private boolean nextMayFollow() throws IOException {
        boolean ended = content.discard(persistent);
        content.release();
        if (ended && persistent) {
            input.release();
            return true;
        }
        if (!ended || input.hasMore()) {
            linger();
        }
        return false;
    }

    private void reject(Rejection rejection) throws IOException {
        connections.rejected(rejection);
        wanted = false;
        handler.reject(new Exchange(this, head, RequestContent.none(this, input)), rejection);
        linger();
    }

    /** Sends the answer of the request that is served. */
    void send(int status, List<Header> headers, byte[] bytes) {
        persistent = wanted && content.isBounded() && !connections.isClosing();
        String said = persistent ? head.minor() == 0 ? "keep-alive" : "" : "close";
        byte[] answer = ResponseWriter.write(
                status, headers, bytes, said, !head.method().equals("HEAD"));
        int held = Math.max(0, answer.length - ConnectionLimits.FREE_BYTES);
        suspendWork();
        activity.use();
        try {
            budget().take(held);
            write(answer);
            budget().give(held);
        } catch (BadRequestException e) {
            persistent = false;
            connections.rejected(e.rejection());
        }
    }

    /** Sends an answer whose content is written as it comes, until it ends, the client is gone or the server stops. */
    void stream(int status, List<Header> headers, StreamedContent streamedContent) {
        persistent = false;
        streamed = true;
        boolean chunked = head.minor() > 0;
        suspendWork();
        activity.use();
        activity.enter(Phase.STREAMING, Activity.NEVER);
        ContentStream stream = new ContentStream(this::put, chunked);
        try {
            put(ResponseWriter.streamHead(status, headers, chunked));
            if (!head.method().equals("HEAD")) {
                Thread.ofVirtual().start(() -> awaitEnd(stream));
                streamedContent.writeTo(stream);
                stream.end();
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("nobody takes the rest of a stream", e);
        }
    }

    /** Tells the stream when the client, or the connection, is gone. What the client still sends is nothing to us. */
    private void awaitEnd(ContentStream stream) {
        byte[] scratch = new byte[ConnectionLimits.FREE_BYTES];
        try {
            while (socket.getInputStream().read(scratch) >= 0) {}
        } catch (IOException e) {
            LOG.debug("the connection ended by itself", e);
        }
        stream.abandon();
    }

    /** RFC 9110 section 15.2.1. */
    void sendContinue() {
        write(ResponseWriter.CONTINUE);
    }

    private void write(byte[] bytes) {
        try {
            put(bytes);
        } catch (IOException e) {
            persistent = false; // the client is gone, or takes nothing in
        }
    }

    private void put(byte[] bytes) throws IOException {
        Phase before = activity.phase();
        long deadline = activity.deadline();
        activity.enter(Phase.WRITING, connections.limits().write());
        try {
            out.write(bytes);
        } finally {
            activity.enter(before, deadline);
        }
    }

    /** Reads what a client still sends, within limits: a connection that is closed on unread bytes may lose it the answer. */
    private void linger() throws IOException {
        activity.enter(Phase.WAITING, connections.limits().linger());
        socket.shutdownOutput();
        int left = ConnectionLimits.LINGER_BYTES;
        for (int read = 0; left > 0 && read >= 0; left -= read) {
            read = input.discard();
        }
    }

    void contentBegins() {
        suspendWork();
        contentDeadline = System.nanoTime() + connections.limits().content().toNanos();
        activity.enter(Phase.CONTENT, contentDeadline);
    }

    /** Each byte gives the next ones time. */
    void contentCame(int bytes) {
        contentDeadline += bytes * SECOND / connections.limits().contentRate();
        activity.enter(activity.phase(), contentDeadline);
    }

    /** Content comes that is taken in as it comes: from now on the request is none of those that the server works at. */
    void uploadBegins() {
        suspendWork();
        uploadTime = connections.limits().content().toNanos();
    }

    /** The next of it is waited for. */
    void uploadAwaited() {
        contentDeadline = System.nanoTime() + uploadTime;
        activity.enter(Phase.UPLOADING, contentDeadline);
    }

    /** It came, and is taken in: that takes the client no time. Nobody saves more time than they had at first. */
    void uploadCame() {
        uploadTime = Math.min(connections.limits().content().toNanos(), contentDeadline - System.nanoTime());
        activity.enter(Phase.WORKING, Activity.NEVER);
    }

    /** False if the server works at as many requests as it may: then the content was read in vain. */
    boolean contentEnds() {
        return resumeWork();
    }

    Activity activity() {
        return activity;
    }

    /** Ends what takes longer than it may. A request that didn't come in time gets an answer; what it reads ends now. */
    void expire(long now) {
        Phase at = activity.phase();
        if (!activity.isOver(now)) {
            return;
        }
        try {
            if (at == Phase.HEAD || at == Phase.CONTENT || at == Phase.UPLOADING) {
                activity.markOverdue();
                socket.shutdownInput();
            } else {
                if (at == Phase.WRITING) {
                    connections.rejected(Rejection.WRITE_TIMEOUT);
                }
                close();
            }
        } catch (IOException e) {
            LOG.debug("the connection ended by itself", e);
        }
    }

    /** Ends it at once. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the connection ended by itself", e);
        }
        if (begun.compareAndSet(false, true)) {
            connections.remove(this);
        }
    }
}
