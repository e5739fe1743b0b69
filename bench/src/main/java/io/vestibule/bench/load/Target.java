package io.vestibule.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Where a load goes.
 *
 * @param manyCallers whether each connection comes from an address of its own, as customers' browsers do (on Linux all of 127.0.0.0/8
 *     is this machine)
 */
public record Target(int port, boolean manyCallers) {

    /** A new connection, blocking. */
    SocketChannel connect(int connection) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            if (manyCallers) {
                channel.bind(address(1, connection / 250, 1 + connection % 250, 0));
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(address(0, 0, 1, port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static InetSocketAddress address(int second, int third, int fourth, int port) throws IOException {
        byte[] bytes = {127, (byte) second, (byte) third, (byte) fourth};
        return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    }
}
