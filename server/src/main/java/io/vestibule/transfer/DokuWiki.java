package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DokuWiki: {@code conf/users.auth.php}, a line a user: login, hash, name, address and groups between colons. */
final class DokuWiki implements OtherSystem {
    private static final List<String> COLUMNS = List.of("login", "hash", "name", "mail", "groups");

    @Override
    public Set<String> marks() {
        return Set.of("login");
    }

    @Override
    public Records records(InputStream file) {
        return new OfLines(new Lines(file, false));
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("username", "login", user.get("login"))
                .put("email", "mail", user.get("mail"))
                .put("emailLogin", Json.of(EmailLogin.IF_FREE.word()))
                .put("passwordHash", "hash", user.get("hash"));
        Names.whole(mapped, "name", Values.text(user, "name"));
        List<Json> groups = List.of(Values.text(user, "groups").split(",")).stream()
                .filter(group -> !group.isEmpty() && !group.equals("user"))
                .map(Json::of)
                .toList();
        return mapped.more("groups", new Json.Array(groups)).build();
    }

    private static final class OfLines implements Records {
        private static final int LONGEST_LINE = 64 * 1024;

        private final Lines lines;

        OfLines(Lines lines) {
            this.lines = lines;
        }

        @Override
        public @Nullable One next() {
            byte[] line = lines.next(LONGEST_LINE);
            while (line != null && (JsonLinePieces.isBlank(line) || line[0] == '#')) {
                line = lines.next(LONGEST_LINE);
            }
            if (line == null) {
                return null;
            }
            String text = lines.wasCut() ? null : Utf8.decode(line).orElse(null);
            if (text == null) {
                return One.broken(lines.number(), line, "The line is too long, or not UTF-8.");
            }
            List<String> cells = cells(text);
            if (cells.size() != COLUMNS.size()) {
                return One.broken(
                        lines.number(),
                        line,
                        "The line has " + cells.size() + " fields; a user has " + COLUMNS.size() + ".");
            }
            Json.Builder user = Json.object();
            for (int i = 0; i < COLUMNS.size(); i++) {
                user.put(COLUMNS.get(i), cells.get(i));
            }
            return One.of(lines.number(), user.build(), line);
        }

        /** A backslash escapes a colon and itself. */
        private static List<String> cells(String line) {
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '\\' && i + 1 < line.length()) {
                    cell.append(line.charAt(++i));
                } else if (c == ':') {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else {
                    cell.append(c);
                }
            }
            cells.add(cell.toString());
            return cells;
        }

        @Override
        public long bytes() {
            return lines.bytes();
        }
    }
}
