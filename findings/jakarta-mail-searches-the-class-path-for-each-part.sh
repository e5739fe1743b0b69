#!/usr/bin/env bash
# Jakarta Mail searches the class path for its StreamProvider at each part of each mail, and again whenever the mail is written.
#
# Expected: a provider is looked up once, or once for each class loader: it is the same for every mail of a program.
# Versions: jakarta.mail-api 2.1.5, angus-mail 2.0.5, Java 25.
# Behaviour: StreamProvider.provider() keeps nothing. Each call makes a ServiceLoader, which asks the context class loader for
#   META-INF/services/jakarta.mail.util.StreamProvider, jar after jar until one has it, and a new provider. A message, a multipart and each
#   part call it when they are made, and again each time that they are written. The system property of that name is looked at first, and
#   spares the search.
# Seen (a mail with text and HTML to choose from, made and written twice):
#   the first mail: 5 searches to make it, 5 to write it, 5 to write it again
#   the second mail: 4 searches to make it, 5 to write it, 5 to write it again
#   with the system property: 0 searches to make it, 0 to write it, 0 to write it again
set -euo pipefail
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
      <groupId>jakarta.mail</groupId>
      <artifactId>jakarta.mail-api</artifactId>
      <version>2.1.5</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.angus</groupId>
      <artifactId>angus-mail</artifactId>
      <version>2.0.5</version>
    </dependency>
  </dependencies>
</project>
XML
mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat >Check.java <<'JAVA'
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.Properties;

final class Check {
    private static int searches;

    /** What it can't find itself, it asks its parent for, as ever. */
    private static final class Counting extends ClassLoader {
        Counting(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (name.equals("META-INF/services/jakarta.mail.util.StreamProvider")) {
                searches++;
            }
            return super.getResources(name);
        }
    }

    private static MimeMessage mail() throws Exception {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Sign in: https://example.com/", "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText("<a href=\"https://example.com/\">Sign in</a>", "UTF-8", "html");
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(new InternetAddress("portal@example.com"));
        mail.setRecipient(RecipientType.TO, new InternetAddress("ann@example.com"));
        mail.setSubject("Your sign-in link", "UTF-8");
        mail.setContent(new MimeMultipart("alternative", text, html));
        mail.saveChanges();
        return mail;
    }

    private static String count() throws Exception {
        searches = 0;
        MimeMessage mail = mail();
        int made = searches;
        mail.writeTo(OutputStream.nullOutputStream());
        int written = searches - made;
        mail.writeTo(OutputStream.nullOutputStream());
        return made + " searches to make it, " + written + " to write it, " + (searches - made - written) + " to write it again";
    }

    public static void main(String[] arguments) throws Exception {
        Thread.currentThread().setContextClassLoader(new Counting(Check.class.getClassLoader()));
        System.out.println("the first mail: " + count());
        System.out.println("the second mail: " + count());
        System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
        System.out.println("with the system property: " + count());
    }
}
JAVA
seen=$(java -cp 'lib/*' Check.java)
printf '%s\n' "$seen"
[ "$seen" = 'the first mail: 5 searches to make it, 5 to write it, 5 to write it again
the second mail: 4 searches to make it, 5 to write it, 5 to write it again
with the system property: 0 searches to make it, 0 to write it, 0 to write it again' ] || { echo 'The behaviour has changed.'; exit 1; }
