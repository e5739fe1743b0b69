package io.vestibule.administration;

import io.vestibule.customer.CustomerLookup;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.schema.BadSchemaException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tries a schema of a portal's profiles before it is set: is it one, what does it say of a profile, whose would be wrong. Changes nothing. */
public final class SchemaTrial {
    /** So many customers are looked at, the first of the portal. */
    public static final int MOST = 5000;

    private static final int PAGE = 1000;

    private final CustomerLookupStore customers;

    public SchemaTrial(CustomerLookupStore customers) {
        this.customers = customers;
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * It can't be used.
         *
         * @param line where, from 1; 0 where that tells nothing
         */
        record Unusable(String reason, int line) implements Result {}

        /**
         * It can.
         *
         * @param fields what customers would see, in order
         * @param sample what is wrong with the profile that was tried, sentences by field
         * @param looked how many customers were looked at
         * @param wrong  how many of them have a profile that would be wrong, and isn't today
         * @param attributes of how many of them each attribute would be wrong
         */
        record Usable(
                List<String> fields,
                Map<String, List<String>> sample,
                int looked,
                int wrong,
                Map<String, Integer> attributes)
                implements Result {}

        /** It can, and the profile that was to be tried is no JSON object. */
        record BadSample(String reason, int line) implements Result {}
    }

    /**
     * Tries it.
     *
     * @param now    what holds today
     * @param schema empty: nothing is added to the built-in profile
     * @param sample a profile, as somebody who registers would send it; empty: none is tried
     */
    public Result of(long portal, ProfileSchema now, String schema, String sample) {
        ProfileSchema tried;
        try {
            tried = ProfileSchema.of(Json.object().build(), schema.isBlank() ? null : Json.parse(utf8(schema)));
        } catch (MalformedJsonException e) {
            return new Result.Unusable("it is " + e.getMessage(), e.line());
        } catch (BadSchemaException e) {
            return new Result.Unusable(String.valueOf(e.getMessage()), Json.lineOf(utf8(schema), e.pointer()));
        }
        Map<String, List<String>> errors = Map.of();
        if (!sample.isBlank()) {
            Json.Object profile;
            try {
                profile = Json.parse(utf8(sample)) instanceof Json.Object object ? object : null;
            } catch (MalformedJsonException e) {
                return new Result.BadSample("it is " + e.getMessage(), e.line());
            }
            if (profile == null) {
                return new Result.BadSample("it is no object", 1);
            }
            errors = tried.registration(profile.fields()).errors();
        }
        return customers(portal, now, tried, errors);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Result customers(long portal, ProfileSchema now, ProfileSchema tried, Map<String, List<String>> errors) {
        int looked = 0;
        int wrong = 0;
        Map<String, Integer> attributes = new TreeMap<>();
        CustomerLookup.@Nullable After after = null;
        while (looked < MOST) {
            List<CustomerLookup.Match> page = customers.find(portal, new CustomerLookup(null, "", after, PAGE));
            for (CustomerLookup.Match match : page) {
                List<String> names =
                        new ArrayList<>(tried.wrong(match.customer().profile()));
                names.removeAll(now.wrong(match.customer().profile()));
                names.forEach(name -> attributes.merge(name, 1, Integer::sum));
                wrong += names.isEmpty() ? 0 : 1;
            }
            looked += page.size();
            if (page.size() < PAGE) {
                break;
            }
            after = new CustomerLookup.After("", page.getLast().customer().id());
        }
        return new Result.Usable(tried.shown(), errors, looked, wrong, attributes);
    }
}
