package io.vestibule.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files of an order, open to be read in pieces. */
final class OpenFiles implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Pieces pieces;

    /**
     * Opens them.
     *
     * @param sides makes the place where what several files tell of a customer is brought together
     * @throws UnusableFileException if they can't be read so
     */
    OpenFiles(CustomerImport.Order order, Rules rules, Supplier<SideStore> sides) throws IOException {
        try {
            pieces = switch (order.format()) {
                case CSV, JSON_LINES, SONAR_CONTACTS, LOGICBOXES_SEARCH -> single(order, rules);
                default -> system(order, order.format().system().orElseThrow(), sides);
            };
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException | RuntimeException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    Pieces pieces() {
        return pieces;
    }

    private Pieces single(CustomerImport.Order order, Rules rules) throws IOException {
        Shape.check(order.first(), order.format(), order.columns(), rules.schema());
        InputStream file = open(order.first());
        return order.format() == FileFormat.CSV
                ? new CsvPieces(new Lines(file), FieldNames.ofColumns(rules.schema()), order.columns())
                : pieces(order.format(), file, order.account(), rules);
    }

    /** The pieces of a file of a format that is read in its own way. */
    static Pieces pieces(FileFormat format, InputStream file, @Nullable String account, Rules rules) {
        Lines lines = new Lines(file);
        return switch (format) {
            case CSV -> new CsvPieces(lines, FieldNames.ofColumns(rules.schema()), Map.of());
            case JSON_LINES -> new JsonLinePieces(lines);
            case SONAR_CONTACTS -> new PagePieces(lines, new SonarContacts(account));
            case LOGICBOXES_SEARCH -> new PagePieces(lines, new LogicBoxesSearch());
            default -> throw new IllegalArgumentException(format.word());
        };
    }

    private Pieces system(CustomerImport.Order order, OtherSystem system, Supplier<SideStore> sides)
            throws IOException {
        boolean alone = order.files().size() == 1;
        List<SystemFile> files =
                order.files().stream().map(one -> new SystemFile(one, system)).toList();
        List<SystemFile> customers =
                files.stream().filter(file -> !file.isSide(alone)).toList();
        if (customers.isEmpty()) {
            throw new UnusableFileException(
                    "None of the files holds customers of " + order.format().word() + ".");
        }
        List<SystemFile> more =
                files.stream().filter(file -> file.mayHoldSide(alone)).toList();
        SideStore side = more.isEmpty() ? null : sides.get();
        if (side != null) {
            open.add(side);
            for (SystemFile file : more) {
                load(file, alone, system, side);
            }
            side.complete();
        }
        return new SystemPieces(system, order.format().word(), new Chained(customers), side);
    }

    private static void load(SystemFile file, boolean alone, OtherSystem system, SideStore side) throws IOException {
        try (InputStream in = file.open()) {
            Records records = file.sideRecords(in, alone);
            for (Records.One one = records.next(); one != null; one = records.next()) {
                if (one.object() == null) {
                    throw new UnusableFileException("The file " + file.name() + ", line " + one.line()
                            + ", tells more of a customer and can't be read: " + one.fault());
                }
                system.side(one.object(), side);
            }
        }
    }

    /** One file after the other. */
    private final class Chained implements Records {
        private final List<SystemFile> files;
        private int next;
        private long before;
        private @Nullable Records now;

        Chained(List<SystemFile> files) throws IOException {
            this.files = files;
            now = opened();
        }

        private @Nullable Records opened() throws IOException {
            if (next == files.size()) {
                return null;
            }
            SystemFile file = files.get(next++);
            return file.records(open(file.open()));
        }

        @Override
        public @Nullable One next() {
            try {
                while (now != null) {
                    One one = now.next();
                    if (one != null) {
                        return one;
                    }
                    before += now.bytes();
                    now = opened();
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long bytes() {
            return before + (now == null ? 0 : now.bytes());
        }
    }

    private InputStream open(ImportFile one) throws IOException {
        return open(SystemFile.buffered(one));
    }

    private InputStream open(InputStream file) {
        open.add(file);
        return file;
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable one : open.reversed()) {
            try {
                one.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
