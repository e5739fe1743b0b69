package io.vestibule.transfer;

import java.util.ArrayList;
import java.util.List;

/** Some thousand lines, read and each right or wrong in itself. */
final class Batch {
    final List<Entry> entries = new ArrayList<>();
    final List<ErrorFile.Line> wrong = new ArrayList<>();
    /** How many pieces of the file it is. */
    long pieces;
    /** How much of the file is read with it. */
    long bytes;
    /** How much text its lines are. */
    long weight;

    boolean last;

    void add(Fields.Read read, Told told) {
        weight += told.raw().length;
        switch (read) {
            case Fields.Read.Right(Entry entry) -> entries.add(entry);
            case Fields.Read.Wrong(String reason) -> wrong.add(new ErrorFile.Line(told, reason));
        }
    }
}
