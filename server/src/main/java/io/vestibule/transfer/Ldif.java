package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * LDIF (RFC 2849), as {@code slapcat} and {@code ldapsearch -LLL} write it: the entries that are people, by their object class. The
 * login is the attribute {@code uid}, whatever the entry's name is made of.
 */
final class Ldif implements OtherSystem {
    private static final Set<String> PEOPLE = Set.of(
            "inetorgperson", "person", "organizationalperson", "posixaccount", "account", "user", "mozillaperson");
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("givenname", "firstName"),
            Map.entry("sn", "lastName"),
            Map.entry("telephonenumber", "phone"),
            Map.entry("mobile", "mobile"),
            Map.entry("facsimiletelephonenumber", "fax"),
            Map.entry("o", "company"),
            Map.entry("street", "homeAddress"),
            Map.entry("postalcode", "homePostcode"),
            Map.entry("l", "city"),
            Map.entry("st", "state"),
            Map.entry("c", "country"),
            Map.entry("title", "occupation"));
    /** What is told elsewhere, or is the directory's own. */
    private static final Set<String> OWN = Set.of(
            "dn",
            "changetype",
            "objectclass",
            "uid",
            "cn",
            "mail",
            "userpassword",
            "preferredlanguage",
            "createtimestamp",
            "pwdaccountlockedtime",
            "nsaccountlock",
            "structuralobjectclass",
            "entryuuid",
            "creatorsname",
            "entrycsn",
            "modifiersname",
            "modifytimestamp",
            "pwdchangedtime",
            "pwdhistory",
            "pwdfailuretime",
            "entrydn",
            "subschemasubentry",
            "hassubordinates",
            "contextcsn",
            "memberof",
            "uidnumber",
            "gidnumber",
            "loginshell",
            "homedirectory");

    @Override
    public Set<String> marks() {
        return Set.of("dn");
    }

    @Override
    public Records records(InputStream file) {
        return new LdifRecords(file);
    }

    @Override
    public Mapped map(Json.Object entry, Map<String, List<String>> side) {
        boolean person = Values.items(entry, "objectclass").stream()
                .anyMatch(kind -> PEOPLE.contains(Values.text(kind).toLowerCase(Locale.ROOT)));
        if (!person) {
            return Mapped.NOBODY;
        }
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("username", "uid", Values.first(entry.get("uid")))
                .put("email", "mail", Values.first(entry.get("mail")))
                .put("emailLogin", Json.of(EmailLogin.IF_FREE.word()))
                .put("passwordHash", "userPassword", Values.first(entry.get("userpassword")))
                .put("language", "preferredLanguage", Values.first(entry.get("preferredlanguage")))
                .put("createdAt", "createTimestamp", Values.first(entry.get("createtimestamp")))
                .put("disabled", "pwdAccountLockedTime", Values.first(entry.get("pwdaccountlockedtime")))
                .put("disabled", "nsAccountLock", Values.first(entry.get("nsaccountlock")));
        mapped.more("externalId", Values.first(entry.get("entryuuid")));
        name(entry, mapped);
        for (String several : List.of("uid", "mail", "userpassword")) {
            Values.items(entry, several).stream()
                    .skip(1)
                    .forEach(more -> mapped.more(several + " (further values)", more));
        }
        entry.fields().forEach((name, values) -> {
            String ours = ATTRIBUTES.get(name);
            boolean single = values instanceof Json.Array(List<Json> items) && items.size() == 1;
            if (ours == null && !OWN.contains(name)) {
                mapped.more(name, single ? Values.first(values) : values);
            } else if (ours != null && !mapped.has(ours)) {
                mapped.put(ours, name, Values.first(values));
            }
        });
        return mapped.build();
    }

    /** The common name that ends with the last name has the first name before it. */
    private static void name(Json.Object entry, Mapped.Builder mapped) {
        String last = Values.text(Values.first(entry.get("sn")));
        List<String> names =
                Values.items(entry, "cn").stream().map(Values::text).toList();
        if (entry.get("givenname") != null || names.isEmpty()) {
            return;
        }
        String whole = names.stream()
                .filter(name -> name.endsWith(" " + last))
                .findFirst()
                .orElse(names.getFirst());
        if (last.isEmpty()) {
            Names.whole(mapped, "cn", whole);
        } else if (!whole.equals(last)) {
            mapped.put(
                    "firstName",
                    "cn",
                    whole.endsWith(" " + last) ? whole.substring(0, whole.length() - last.length() - 1) : whole);
        }
    }
}
