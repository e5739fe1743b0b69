package io.vestibule.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A file to be imported, wherever it is kept. It is read several times, each time from its beginning, and stays as it is meanwhile. */
public interface ImportFile {
    /** Its name, without folders. */
    String name();

    /** How many bytes it has. */
    long size() throws IOException;

    /** All of it; the caller closes it. */
    InputStream open() throws IOException;

    /** The file of this name beside it: what describes it. */
    Optional<ImportFile> beside(String name);
}
