package io.vestibule.proxies;

import io.vestibule.support.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reverse proxies in front of a server. All their settings are the defaults but where they listen and where the server is. */
enum ReverseProxy {
    /** HTTP/1.0 to the server. */
    NGINX {
        @Override
        SystemProgram start(Path folder, int port, Client server) {
            Path settings = write(folder, "nginx.conf", """
                    daemon off;
                    pid %1$s/nginx.pid;
                    error_log stderr;
                    events {}
                    http {
                      access_log off;
                      server {
                        listen 127.0.0.1:%2$d;
                        location / { proxy_pass http://127.0.0.1:%3$d; }
                      }
                    }
                    """.formatted(folder, port, server.port()));
            return SystemProgram.start(
                    folder, port, List.of("nginx", "-p", folder.toString(), "-c", settings.toString(), "-e", "stderr"));
        }
    },
    APACHE {
        @Override
        SystemProgram start(Path folder, int port, Client server) {
            Path settings = write(folder, "httpd.conf", """
                    ServerName localhost
                    ServerRoot %1$s
                    PidFile %1$s/httpd.pid
                    Mutex file:%1$s
                    ErrorLog /dev/stderr
                    Listen 127.0.0.1:%2$d
                    LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                    LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                    LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
                    LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
                    ProxyPass / http://127.0.0.1:%3$d/
                    """.formatted(folder, port, server.port()));
            return SystemProgram.start(folder, port, List.of("apache2", "-D", "FOREGROUND", "-f", settings.toString()));
        }
    },
    /** It asks for health by HTTP/1.0, and sends nothing to a server that doesn't say it is well. */
    HAPROXY {
        @Override
        SystemProgram start(Path folder, int port, Client server) {
            Path settings = write(folder, "haproxy.cfg", """
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 30s
                      timeout server 30s
                    frontend customers
                      bind 127.0.0.1:%1$d
                      stats enable
                      default_backend vestibule
                    backend vestibule
                      option httpchk GET /readyz
                      server node 127.0.0.1:%2$d check port %3$d
                    """.formatted(port, server.port(), server.managementPort()));
            return SystemProgram.start(folder, port, List.of("haproxy", "-f", settings.toString()));
        }
    },
    /** It asks for a response to a GET by itself where a client asked for a HEAD, to keep it. */
    VARNISH {
        @Override
        SystemProgram start(Path folder, int port, Client server) {
            Path settings = write(folder, "default.vcl", """
                    vcl 4.1;
                    backend vestibule { .host = "127.0.0.1"; .port = "%d"; }
                    """.formatted(server.port()));
            return SystemProgram.start(
                    folder,
                    port,
                    List.of(
                            "varnishd",
                            "-F",
                            "-j",
                            "none",
                            "-a",
                            "127.0.0.1:" + port,
                            "-f",
                            settings.toString(),
                            "-n",
                            folder.resolve("work").toString()));
        }
    };

    /** Starts it, and waits until it listens. */
    abstract SystemProgram start(Path folder, int port, Client server);

    private static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
