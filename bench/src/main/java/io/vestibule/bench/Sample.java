package io.vestibule.bench;

import io.vestibule.bench.load.Result;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What one measurement of a subject gave. */
public record Sample(Map<Figure, Double> figures) {

    /** What can be measured. */
    public enum Figure {
        PER_SECOND,
        P50_MILLIS,
        P99_MILLIS,
        /** CPU time of the measured server's process, a request. */
        SERVER_MICROS,
        /** CPU time of all processes of PostgreSQL, a request. */
        DATABASE_MICROS,
        /** CPU time of the load generator, a request. */
        LOAD_MICROS,
        /** What PostgreSQL wrote to its log ahead of the data (WAL), a request: whether pgbench does the product's work. */
        WAL_BYTES,
        /** CPU time of the server, of all processors. */
        CPU_PERCENT,
        MILLIS,
        MEBIBYTES
    }

    /** The value of a figure that was measured. */
    double figure(Figure figure) {
        return Objects.requireNonNull(figures.get(figure), figure::name);
    }

    /** A sample of one figure. */
    public static Sample of(Figure figure, double value) {
        return new Sample(Map.of(figure, value));
    }

    /** What a load saw, and what it took of the server, the database and the load generator. */
    public static Sample of(Result result, CpuTime server, Postgres.Work database, CpuTime load) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.PER_SECOND, result.perSecond());
        figures.put(Figure.P50_MILLIS, result.millis(50));
        figures.put(Figure.P99_MILLIS, result.millis(99));
        figures.put(Figure.SERVER_MICROS, server.microsFor(result.all()));
        figures.put(Figure.DATABASE_MICROS, database.cpuTime().microsFor(result.all()));
        figures.put(Figure.WAL_BYTES, (double) database.walBytes() / result.all());
        figures.put(Figure.LOAD_MICROS, load.microsFor(result.all()));
        return new Sample(figures);
    }
}
