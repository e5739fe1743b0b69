// better-auth behind Node's own HTTP server, as its page for Node has it. Settings other than the defaults: the password's hash is
// the one that all are compared with; a session's row is renewed with every use, as a refresh renews it elsewhere; no rate limit. Its
// provider of OpenID Connect signs as the others do.
import { createServer } from "node:http";
import { hash, verify } from "@node-rs/argon2";
import { oauthProvider } from "@better-auth/oauth-provider";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";
import { Pool } from "pg";

const argon2id = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
const port = Number(process.env.PORT);

const options = {
  baseURL: `http://127.0.0.1:${port}`,
  secret: process.env.SECRET,
  database: new Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => hash(password, argon2id),
      verify: ({ hash: stored, password }) => verify(stored, password),
    },
  },
  session: { updateAge: 0 },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: "ES256" } } }),
    oauthProvider({ loginPage: "/sign-in", consentPage: "/consent", cachedTrustedClients: new Set(["bench"]) }),
  ],
};

if (process.argv[2] === "migrate") {
  const { runMigrations } = await getMigrations(options);
  await runMigrations();
  process.exit(0);
}
createServer(toNodeHandler(betterAuth(options))).listen(port, "127.0.0.1");
