-- What a portal's operator adds to the built-in profile: a JSON Schema (draft 2020-12), null for nothing. json, not jsonb: the
-- fields are shown in the order in which the schema declares them.
alter table portal add column profile_schema json;

-- A phone number is one text, an international one as in E.164.
update customer
set profile = (profile - 'phoneCountryCode')
    || case when profile ->> 'phoneCountryCode' ~ '^[0-9]{1,3}$' and profile ->> 'phone' ~ '^[0-9][0-9 ().-]*$'
            then jsonb_build_object('phone',
                                    '+' || (profile ->> 'phoneCountryCode') || regexp_replace(profile ->> 'phone', '[^0-9]', '', 'g'))
            else '{}' end
where profile ? 'phoneCountryCode';
