package io.vestibule.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnwritableTest {
    @Test
    void a_file_that_may_not_be_written_is_told_with_whose_folder_it_is(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.csv");
        String owner = Files.getOwner(folder).getName();
        assertThat(Unwritable.reason(new AccessDeniedException(file.toString())))
                .isEqualTo(file + ": permission denied; the folder is " + owner + "'s, and this runs as "
                        + System.getProperty("user.name"));
        Files.createFile(file);
        assertThat(Unwritable.reason(new AccessDeniedException(file.toString())))
                .contains("permission denied; the file is " + owner + "'s, the folder is ");
        assertThat(Unwritable.reason(new NoSuchFileException(file.toString())))
                .endsWith("there is no such folder or file");
        assertThat(Unwritable.reason(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
    }
}
