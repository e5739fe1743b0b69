#!/usr/bin/env bash
# The newest webauthn4j-core and the newest webauthn4j modules beside it don't link: App Attest ends in NoClassDefFoundError.
#
# Expected: the newest versions of one library's modules go together, or a build that puts them together says that they don't.
# Versions: webauthn4j-core 0.32.0, 0.31.11 and 0.31.2; webauthn4j-appattest and webauthn4j-test 0.31.2, the last that were
#   published; Java 17 or newer, Maven.
# Behaviour: webauthn4j-core has had releases alone since 0.31.2, and by 0.31.11 lost classes and methods that the modules beside it call
#   (com.webauthn4j.verifier.internal.asn1.ASN1Primitive, ECUtil.createKeyPair(byte[])). The modules ask for core 0.31.2, which Maven overrides
#   in silence by the version that a project names. All compiles and starts. A sound App Attest statement of an iOS app then ends in an Error at
#   the first device, and the emulator of U2F keys at its first key; passkeys themselves are well. Whoever needs these modules stays with core 0.31.2.
# Seen:
#   core 0.31.2.RELEASE: App Attest verified, U2F key made
#   core 0.31.11.RELEASE: App Attest NoClassDefFoundError, U2F key NoSuchMethodError
#   core 0.32.0.RELEASE: App Attest NoClassDefFoundError, U2F key NoSuchMethodError
#   webauthn4j-appattest 0.32.0.RELEASE: not published
set -euo pipefail
command -v mvn >/dev/null || { echo 'Maven is needed.'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.webauthn4j</groupId>
      <artifactId>webauthn4j-core</artifactId>
      <version>${core}</version>
    </dependency>
    <dependency>
      <groupId>com.webauthn4j</groupId>
      <artifactId>webauthn4j-appattest</artifactId>
      <version>0.31.2.RELEASE</version>
    </dependency>
    <dependency>
      <groupId>com.webauthn4j</groupId>
      <artifactId>webauthn4j-test</artifactId>
      <version>0.31.2.RELEASE</version>
    </dependency>
  </dependencies>
</project>
XML

cat >Check.java <<'JAVA'
import com.webauthn4j.appattest.verifier.attestation.statement.appleappattest.AppleAppAttestAttestationStatementVerifier;
import com.webauthn4j.test.TestDataUtil;
import com.webauthn4j.test.authenticator.u2f.FIDOU2FAuthenticator;
import com.webauthn4j.test.authenticator.u2f.RegistrationRequest;

class Check {
    public static void main(String[] arguments) {
        System.out.println("core " + arguments[0] + ": App Attest "
                + outcome("verified", () -> new AppleAppAttestAttestationStatementVerifier()
                        .verify(TestDataUtil.createRegistrationObjectWithAppleAppAttestAttestation()))
                + ", U2F key "
                + outcome("made", () -> new FIDOU2FAuthenticator()
                        .register(new RegistrationRequest(new byte[32], new byte[32]))));
    }

    private static String outcome(String done, Runnable what) {
        try {
            what.run();
            return done;
        } catch (Throwable e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA
seen=$(
  for core in 0.31.2.RELEASE 0.31.11.RELEASE 0.32.0.RELEASE; do
    mvn -B -q "-Dcore=$core" dependency:build-classpath -Dmdep.outputFile=path >&2
    java -cp "$(cat path)" Check.java "$core" 2>/dev/null
  done
  if mvn -B -q dependency:get -Dartifact=com.webauthn4j:webauthn4j-appattest:0.32.0.RELEASE -Dtransitive=false >/dev/null 2>&1; then
    echo 'webauthn4j-appattest 0.32.0.RELEASE: published'
  else
    echo 'webauthn4j-appattest 0.32.0.RELEASE: not published'
  fi
)
printf '%s\n' "$seen"
[ "$seen" = 'core 0.31.2.RELEASE: App Attest verified, U2F key made
core 0.31.11.RELEASE: App Attest NoClassDefFoundError, U2F key NoSuchMethodError
core 0.32.0.RELEASE: App Attest NoClassDefFoundError, U2F key NoSuchMethodError
webauthn4j-appattest 0.32.0.RELEASE: not published' ] || { echo 'The behaviour has changed.'; exit 1; }
