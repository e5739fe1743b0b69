package io.vestibule.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns as wide as their widest value. Values show no control characters. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    static Table of(String... headings) {
        Table table = new Table();
        table.rows.add(List.of(headings));
        return table;
    }

    /** Lines of a name and a value, without headings. */
    static Table ofFields() {
        return new Table();
    }

    Table row(Object... values) {
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            String text = value.toString().replaceAll("\\p{Cntrl}", "?");
            row.add(text.isEmpty() ? "-" : text);
        }
        rows.add(row);
        return this;
    }

    void print(Terminal terminal) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            terminal.say(line.toString().stripTrailing());
        }
    }
}
