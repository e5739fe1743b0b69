package io.vestibule.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Scripts and styles of a page, at {@code path/hash/name}. The hash is of them all, so that a browser keeps them for good, never mixes two
 * releases, and modules name each other by {@code ./name}. They are read at the first request, and kept compressed (RFC 9110 section 8.4.1.3).
 */
public final class StaticFiles {
    private final String path;
    private final Supplier<Map<String, String>> resources;
    private volatile @Nullable Loaded loaded;

    /** @param compressed by name, with gzip */
    private record Loaded(String hash, Map<String, byte[]> compressed) {}

    /**
     * @param path      what their addresses begin with, without a slash at the end
     * @param resources the jar's resource behind each name; asked for at the first request
     */
    public StaticFiles(String path, Supplier<Map<String, String>> resources) {
        this.path = path;
        this.resources = resources;
    }

    /** Where they are. */
    public Route route() {
        return Route.get(path + "/{hash}/{file}", this::answer);
    }

    /** The address of one, below the public URL. */
    public String address(String name) {
        Loaded files = files();
        if (!files.compressed().containsKey(name)) {
            throw new IllegalArgumentException("there is no " + name + " below " + path);
        }
        return path + "/" + files.hash() + "/" + name;
    }

    private Answer answer(Request request) {
        String name = request.segment("file");
        byte[] compressed = files().compressed().get(name);
        if (compressed == null || !request.segment("hash").equals(files().hash())) {
            return PlainError.of(new Problem.NotFound());
        }
        boolean asIs =
                request.header("Accept-Encoding").filter(StaticFiles::takesGzip).isPresent();
        Answer file = Answer.of(200, mediaType(name), asIs ? compressed : decompressed(compressed))
                .with("Cache-Control", "public, max-age=31536000, immutable")
                .with("Vary", "Accept-Encoding");
        return asIs ? file.with("Content-Encoding", "gzip") : file;
    }

    /** RFC 9110 section 12.5.3: named, and not with the weight zero. */
    private static boolean takesGzip(String acceptEncoding) {
        return Arrays.stream(acceptEncoding.split(",", -1))
                .map(coding -> coding.replaceAll("\\s", ""))
                .anyMatch(coding -> coding.matches("(?i)(x-)?gzip(;q=(?!0(\\.0{0,3})?$).*)?"));
    }

    private static String mediaType(String name) {
        return (name.endsWith(".css") ? "text/css" : "text/javascript") + "; charset=utf-8";
    }

    private Loaded files() {
        Loaded known = loaded;
        if (known == null) { // two at once read the same
            known = load(new TreeMap<>(resources.get()));
            loaded = known;
        }
        return known;
    }

    private static Loaded load(Map<String, String> resources) {
        Map<String, byte[]> compressed = new LinkedHashMap<>();
        MessageDigest hash = sha256();
        resources.forEach((name, resource) -> {
            byte[] bytes = read(resource);
            hash.update((name + "\0" + bytes.length + "\0").getBytes(UTF_8));
            hash.update(bytes);
            compressed.put(name, compressed(bytes));
        });
        return new Loaded(HexFormat.of().formatHex(hash.digest(), 0, 8), compressed);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream file = StaticFiles.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] decompressed(byte[] compressed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
