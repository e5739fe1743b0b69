package io.vestibule.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of this machine. */
public record FileOnDisk(Path path) implements ImportFile {
    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public long size() throws IOException {
        return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    @Override
    public Optional<ImportFile> beside(String name) {
        return Optional.of(path.resolveSibling(name))
                .filter(Files::isRegularFile)
                .map(FileOnDisk::new);
    }
}
