package io.vestibule.transfer;

/** How refused lines are written, so that they can be mended where they stand and imported again. Without line ends. */
interface ErrorLines {

    /** The first line; empty for none. */
    String header();

    /** A refused line with its number and the reason. */
    byte[] line(SourceRecord source, String reason);
}
