package io.vestibule.bench.compare;

import io.vestibule.bench.AdminKey;
import io.vestibule.bench.CodeFlow;
import io.vestibule.bench.Population;
import io.vestibule.bench.Postgres;
import io.vestibule.bench.SignInPages;
import io.vestibule.bench.Variant;
import io.vestibule.bench.VestibuleServer;
import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/** Vestibule, by Keaze's password-login, refresh-token and profile. */
final class Ours implements Rival {
    private static final String DATABASE = "vestibule_compared";
    private static final byte[] ACCESS = Answer.ascii("\"access_token\":\"");
    private static final byte[] REFRESH = Answer.ascii("\"refresh_token\":\"");

    private final Postgres postgres;
    private final Path work;

    Ours(Postgres postgres, Path work) {
        this.postgres = postgres;
        this.work = work;
    }

    @Override
    public String name() {
        return "Vestibule";
    }

    @Override
    public String setUp() {
        return "as `bench/run` has it: defaults, but limits that nothing reaches. Every sign-in takes permits, looks at the lock, opens a"
                + " session and is audited, durably; every refresh rotates the token, durably.";
    }

    @Override
    public void prepare(long customers) throws IOException {
        postgres.create(DATABASE);
        try (VestibuleServer _ = VestibuleServer.start(postgres, DATABASE, work, Variant.USUAL)) {
            Population.fill(postgres, DATABASE, customers);
        }
    }

    @Override
    public Running launch() throws IOException {
        VestibuleServer server = VestibuleServer.launch(postgres, DATABASE, work, Variant.USUAL);
        return new Running(server.program(), server.target(), server.log());
    }

    @Override
    public byte[] signIn(long customer) {
        return Http.json(
                "/api/rest/portal/password-login",
                "{\"email\":\"customer%d@bench.example.com\",\"password\":\"%s\"}".formatted(customer, PASSWORD));
    }

    @Override
    public Held held(Answer answer) {
        return new Held(
                Objects.requireNonNull(answer.between(ACCESS, '"')),
                Objects.requireNonNull(answer.between(REFRESH, '"')));
    }

    @Override
    public byte[] refresh(Held held) {
        return Http.form("/api/rest/portal/refresh-token", "refreshToken=" + held.refresh());
    }

    @Override
    public byte[] read(Held held) {
        return Http.bare("GET", "/api/rest/portal/profile", "Authorization: Bearer " + held.access());
    }

    @Override
    public Ask openInBrowser(long customer, Consumer<String> cookies) {
        return SignInPages.open(customer, cookies);
    }

    @Override
    public boolean hasSearch() {
        return true;
    }

    @Override
    public String administrator(Target target) {
        return AdminKey.header(postgres, DATABASE);
    }

    @Override
    public byte[] search(String administrator, String prefix) {
        return Http.bare("GET", "/api/admin/v1/portals/1/customers?limit=50&email=" + prefix, administrator);
    }

    @Override
    public CodeFlow codeFlow() {
        return SignInPages.FLOW;
    }
}
