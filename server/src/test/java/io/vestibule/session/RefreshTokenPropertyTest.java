package io.vestibule.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Only what we made is ours, in the one spelling that we gave it; and what follows a token is the same on every node. */
class RefreshTokenPropertyTest {
    private static final Secret OLD = Secret.of(Tokens.random());
    private static final Secret NEW = Secret.of(Tokens.random());
    private final MasterKey keys = MasterKey.of(OLD);

    @Property(tries = 200)
    void what_we_gave_reads_back(@ForAll long high, @ForAll long low) {
        RefreshToken token = RefreshToken.first(new UUID(high, low), keys);
        RefreshToken read = RefreshToken.parse(token.reveal(), keys).orElseThrow();
        assertThat(read.grant()).isEqualTo(new UUID(high, low));
        assertThat(read.hash()).isEqualTo(token.hash());
        assertThat(read.reveal()).isEqualTo(token.reveal());
        assertThat(token.toString()).doesNotContain(token.reveal());
    }

    @Property(tries = 512)
    void a_flipped_bit_makes_it_nobodys(@ForAll @IntRange(max = 511) int bit) {
        byte[] bytes = Base64.getUrlDecoder().decode(token().reveal());
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(RefreshToken.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), keys))
                .isEmpty();
    }

    @Property(tries = 2000)
    void any_other_character_makes_it_nobodys(@ForAll @IntRange(max = 85) int at, @ForAll char other) {
        StringBuilder text = new StringBuilder(token().reveal());
        if (text.charAt(at) != other) {
            text.setCharAt(at, other);
            assertThat(RefreshToken.parse(text.toString(), keys)).isEmpty();
        }
    }

    @Property(tries = 500)
    void any_other_text_is_nobodys(@ForAll String text) {
        assertThat(RefreshToken.parse(text, keys)).isEmpty();
        assertThat(RefreshToken.parse(token().reveal() + text, keys).isPresent())
                .isEqualTo(text.isEmpty());
        assertThat(RefreshToken.parse(token().reveal() + "==", keys)).isEmpty();
    }

    @Property(tries = 50)
    void its_successor_is_the_same_on_every_node_and_never_comes_back(@ForAll @IntRange(min = 1, max = 40) int turns) {
        RefreshToken here = token();
        Set<String> seen = new HashSet<>(Set.of(here.reveal()));
        for (int i = 0; i < turns; i++) {
            RefreshToken there =
                    RefreshToken.parse(here.reveal(), MasterKey.of(OLD)).orElseThrow();
            assertThat(there.successors(MasterKey.of(OLD)).getFirst().reveal())
                    .isEqualTo(here.successors(keys).getFirst().reveal());
            here = here.successors(keys).getFirst();
            assertThat(seen.add(here.reveal())).isTrue();
        }
    }

    @Property(tries = 20)
    void it_survives_one_rotation_of_the_master_key_and_is_nobodys_under_another() {
        RefreshToken token = token();
        assertThat(RefreshToken.parse(token.reveal(), MasterKey.rotated(NEW, OLD)))
                .isPresent();
        assertThat(RefreshToken.parse(token.reveal(), MasterKey.of(NEW))).isEmpty();
    }

    private RefreshToken token() {
        return RefreshToken.first(UUID.randomUUID(), keys);
    }
}
