package io.vestibule.branding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be a logo, told by its bytes. */
class LogoFileTest {
    private static final byte[] ZIP = {'P', 'K', 3, 4, 0, 0, 0, 0};

    static Stream<Arguments> pictures() {
        return Stream.of(
                Arguments.of(Pictures.png(120, 40), Logo.Format.PNG, 120, 40),
                Arguments.of(Pictures.jpeg(64, 32), Logo.Format.JPEG, 64, 32),
                Arguments.of(Pictures.WEBP, Logo.Format.WEBP, 1, 1),
                Arguments.of(Pictures.WEBP_LOSSLESS, Logo.Format.WEBP, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void a_picture_is_taken_with_its_size(byte[] file, Logo.Format format, int width, int height) throws Exception {
        LogoFile logo = LogoFile.parse(file);
        assertThat(logo.logo().format()).isEqualTo(format);
        assertThat(logo.logo().width()).isEqualTo(width);
        assertThat(logo.logo().height()).isEqualTo(height);
        assertThat(LogoFile.parse(logo.content()).logo()).isEqualTo(logo.logo());
        if (format != Logo.Format.WEBP) { // Java reads no WebP
            var read = ImageIO.read(new ByteArrayInputStream(logo.content()));
            assertThat(read.getWidth()).isEqualTo(width);
            assertThat(read.getRGB(0, 0) & 0xff).isBetween(0x70, 0xa0);
        }
    }

    static Stream<Arguments> refused() {
        byte[] png = Pictures.png(16, 16);
        byte[] jpeg = Pictures.jpeg(16, 16);
        byte[] damaged = png.clone();
        damaged[20] ^= 1;
        return Stream.of(
                Arguments.of(new byte[0], "no PNG, JPEG or WebP"),
                Arguments.of(
                        text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"), "no PNG"),
                Arguments.of(text("<!DOCTYPE html><script>alert(1)</script>"), "no PNG"),
                Arguments.of(text("GIF89a\1\0\1\0"), "no PNG"),
                Arguments.of(text("%PDF-1.7"), "no PNG"),
                Arguments.of(text("RIFF\4\0\0\0WAVE"), "no PNG"),
                Arguments.of(new byte[LogoFile.LARGEST + 1], "larger than 64 KiB"),
                Arguments.of(Pictures.png(1025, 1), "1025 by 1 pixels"),
                Arguments.of(Pictures.jpeg(1, 1025), "1 by 1025 pixels"),
                Arguments.of(damaged, "damaged"),
                Arguments.of(Arrays.copyOf(png, png.length - 3), "cut off"),
                Arguments.of(Arrays.copyOf(png, 8), "cut off"),
                Arguments.of(Arrays.copyOf(jpeg, jpeg.length - 2), "cut off"),
                Arguments.of(Arrays.copyOf(jpeg, 10), "cut off"),
                Arguments.of(Arrays.copyOf(Pictures.WEBP, 30), "cut off"),
                Arguments.of(Pictures.with(png, "acTL", "\0\0\0\2\0\0\0\0"), "animated"),
                Arguments.of(Pictures.WEBP_ANIMATED, "animated"),
                Arguments.of(Pictures.joined(png, ZIP), "goes on behind its picture"),
                Arguments.of(Pictures.joined(jpeg, ZIP), "goes on behind its picture"),
                Arguments.of(Pictures.joined(Pictures.WEBP, ZIP), "goes on behind its picture"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatever_else_is_refused_with_words(byte[] file, String reason) {
        assertThatThrownBy(() -> LogoFile.parse(file))
                .isInstanceOf(BadLogoException.class)
                .hasMessageContaining(reason);
    }

    /** A file of two kinds at once would hide the other kind there. */
    @Test
    void what_a_file_says_beside_its_picture_is_left_out() throws Exception {
        byte[] png = Pictures.png(16, 16);
        byte[] jpeg = Pictures.jpeg(16, 16);
        String hidden = "<script>alert(1)</script>";
        assertThat(LogoFile.parse(Pictures.with(png, "tEXt", "Comment\0" + hidden))
                        .content())
                .isEqualTo(png);
        assertThat(LogoFile.parse(Pictures.with(png, "zzZz", hidden)).content()).isEqualTo(png);
        assertThat(LogoFile.parse(Pictures.with(jpeg, 0xfe, hidden)).content()).isEqualTo(jpeg);
        assertThat(LogoFile.parse(Pictures.with(jpeg, 0xe1, "Exif\0\0" + hidden))
                        .content())
                .isEqualTo(jpeg);
    }

    /** No layout shift: the page knows the size before the file is there. */
    @Test
    void it_is_shown_at_most_48_high_and_240_wide() {
        assertThat(shown(96, 96)).containsExactly(48, 48);
        assertThat(shown(1000, 100)).containsExactly(240, 24);
        assertThat(shown(16, 16)).containsExactly(16, 16);
        assertThat(shown(1024, 1)).containsExactly(240, 1);
    }

    private static int[] shown(int width, int height) {
        Logo logo = new Logo("", Logo.Format.PNG, width, height);
        return new int[] {logo.shownWidth(), logo.shownHeight()};
    }
}
