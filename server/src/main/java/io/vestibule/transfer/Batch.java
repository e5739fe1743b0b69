package io.vestibule.transfer;

import java.util.ArrayList;
import java.util.List;

/** Some thousand lines, read and each right or wrong in itself. */
final class Batch {
    final List<Entry> entries = new ArrayList<>();
    final List<ErrorText.Line> wrong = new ArrayList<>();
    /** What of its customers has no place in a profile, by name. */
    final List<String> unmapped = new ArrayList<>();
    /** How many pieces of the file it is. */
    long pieces;
    /** How much of the file is read with it. */
    long bytes;
    /** How much text its lines are. */
    long weight;
    /** Records of nobody. */
    long leftOut;

    boolean last;

    void add(Fields.Read read, SourceRecord source) {
        weight += source.raw().weight();
        switch (read) {
            case Fields.Read.Right(Entry entry, List<String> without) -> {
                entries.add(entry);
                unmapped.addAll(without);
            }
            case Fields.Read.Wrong(String reason) -> wrong.add(new ErrorText.Line(source, reason));
            case Fields.Read.LeftOut() -> leftOut++;
        }
    }

    long records() {
        return entries.size() + wrong.size() + leftOut;
    }
}
