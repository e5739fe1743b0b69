package io.vestibule.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a small file that a setting names. */
final class TextFile {
    private TextFile() {}

    /** The file's text; if it can't be read, empty, and what is wrong goes to {@code fault}, without any of its content. */
    static Optional<String> read(String path, Consumer<String> fault) {
        try {
            return Optional.of(Files.readString(Path.of(path)));
        } catch (NoSuchFileException | InvalidPathException e) {
            fault.accept("there is no file " + path + "; correct the path or make the file");
        } catch (CharacterCodingException e) {
            fault.accept("the file " + path + " isn't UTF-8; convert it");
        } catch (IOException e) {
            fault.accept("the file " + path + " can't be read; check that it is a file and who may read it");
        }
        return Optional.empty();
    }
}
