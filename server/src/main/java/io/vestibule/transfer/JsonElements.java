package io.vestibule.transfer;

import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the arrays of a JSON document, one at a time, whatever the document's size: of the array that the document is, or of
 * those that its object has under given names; without any of them the object itself is the one element. Cut by brackets and quotes
 * only, so that what is wrong inside an element costs that element; where brackets don't match, the rest is told to be unreadable.
 */
final class JsonElements {
    private static final byte[] NOTHING = {};

    private final JsonScanner scanner;
    private final Set<String> arrays;
    private final int longest;
    private @Nullable String array;
    private boolean inObject;
    private boolean foundArray;
    private boolean broken;

    /**
     * An element.
     *
     * @param array the name of its array; empty of a document without names
     * @param fault why it can't be read, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Element(
            String array, long line, byte[] text, @Nullable String fault) {}

    /**
     * The elements of a file.
     *
     * @param longest how many bytes an element may have
     */
    JsonElements(InputStream file, Set<String> arrays, int longest) {
        this.scanner = new JsonScanner(file, longest);
        this.arrays = arrays;
        this.longest = longest;
    }

    /** The next element; null at the end of the file. */
    @Nullable
    Element next() {
        if (broken) {
            return null;
        }
        return array != null ? element() : inObject ? names() : top();
    }

    private @Nullable Element top() {
        int first = scanner.token();
        if (first < 0) {
            return null;
        }
        if (first == '[') {
            array = "";
            return element();
        }
        if (first != '{') {
            return broken(scanner.line(), "no JSON object or array begins there");
        }
        inObject = true;
        foundArray = false;
        scanner.keep();
        return names();
    }

    /** The names of the document's object, until an array that is wanted or the end. */
    private @Nullable Element names() {
        long began = scanner.line();
        while (true) {
            int c = scanner.token();
            if (c == '}') {
                return objectEnds(began);
            }
            c = c == ',' ? scanner.token() : c;
            if (c != '"') {
                return broken(scanner.line(), "a name is missing");
            }
            String name = scanner.name();
            if (name == null || scanner.token() != ':') {
                return broken(scanner.line(), "a name is broken");
            }
            c = scanner.token();
            if (c == '[' && arrays.contains(name)) {
                array = name;
                foundArray = true;
                scanner.forget();
                return element();
            }
            if (!scanner.value(c)) {
                return broken(scanner.line(), "it ends inside a value");
            }
        }
    }

    private @Nullable Element objectEnds(long began) {
        inObject = false;
        if (foundArray) {
            return top();
        }
        return whole("", began, scanner.takeKept());
    }

    private @Nullable Element element() {
        int c = scanner.token();
        c = c == ',' ? scanner.token() : c;
        if (c == ']') {
            array = null;
            return inObject ? names() : top();
        }
        if (c < 0 || c == '}') {
            return broken(scanner.line(), c < 0 ? "it ends inside a list" : "brackets don't match");
        }
        long began = scanner.line();
        String from = String.valueOf(array);
        scanner.keep();
        boolean whole = scanner.value(c);
        byte[] text = scanner.takeKept();
        if (!whole) {
            broken = true;
            return new Element(
                    from,
                    began,
                    text == null ? NOTHING : text,
                    "The file ends inside this record, which begins here: it isn't whole.");
        }
        return whole(from, began, text);
    }

    private Element whole(String from, long began, byte @Nullable [] text) {
        return text == null
                ? new Element(from, began, NOTHING, "The record is longer than " + longest + " bytes.")
                : new Element(from, began, text, null);
    }

    private Element broken(long where, String what) {
        broken = true;
        return new Element("", where, NOTHING, "The file can't be read from line " + where + " on: " + what + ".");
    }

    /** How much of the file is read. */
    long bytes() {
        return scanner.bytes();
    }
}
