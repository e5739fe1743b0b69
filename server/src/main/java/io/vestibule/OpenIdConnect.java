package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.dialect.openid.OpenIdSite;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.oauth.Authorizations;
import io.vestibule.oauth.CodeStore;
import io.vestibule.oauth.DeviceAuthorizations;
import io.vestibule.oauth.DeviceStore;
import io.vestibule.oauth.DpopProofs;
import io.vestibule.oauth.GrantStore;
import io.vestibule.oauth.Introspection;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.oauth.RequestObjects;
import io.vestibule.oauth.Revocation;
import io.vestibule.oauth.Subjects;
import io.vestibule.oauth.TokenGrants;
import io.vestibule.oauth.UserInfo;
import io.vestibule.page.RelatedOriginsFile;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.portal.Callers;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.RotationStore;
import io.vestibule.session.SigningKeys;
import io.vestibule.session.UsedJwtStore;
import io.vestibule.signin.RateLimits;
import io.vestibule.sql.Sql;
import java.net.URI;
import java.time.Clock;

/**
 * The objects of OpenID Connect, as {@link Server} makes the others.
 *
 * @param clients        which applications there are
 * @param authorizations what they may see, for the pages
 * @param devices        those that wait for their customer, for the pages
 * @param site           its endpoints
 */
record OpenIdConnect(
        OAuthClients clients, Authorizations authorizations, DeviceAuthorizations devices, OpenIdSite site) {

    static OpenIdConnect of(
            Sql sql,
            Config config,
            MasterKey keys,
            Clock clock,
            Callers callers,
            SigningKeys signingKeys,
            RotationStore rotations,
            BrowserSessions browsers,
            PushedRequests pushed,
            RelyingParties parties,
            Subjects subjects,
            RateLimits limits) {
        URI publicUrl = config.http().publicUrl();
        boolean testMode = config.mode() == Mode.TEST;
        var used = new UsedJwtStore(sql);
        var issuers = new Issuers(publicUrl);
        var clients = new OAuthClients(new OAuthClientStore(sql), used, callers, issuers, testMode, clock);
        var tokens = new OAuthTokens(
                signingKeys,
                issuers,
                subjects,
                config.session().accessFromPassword(),
                config.session().accessFromLink(),
                clock);
        var grants = new GrantStore(sql);
        var codes = new CodeStore(
                sql, grants, config.session().refreshIdle(), config.session().refreshAbsolute());
        var authorizations = new Authorizations(new AuthorizationStore(sql), grants, parties, browsers, subjects);
        var devices = new DeviceAuthorizations(new DeviceStore(sql));
        var parts = new OpenIdSite.Parts(
                clients,
                authorizations,
                pushed,
                new RequestObjects(issuers, clock),
                new DpopProofs(keys, clock),
                new TokenGrants(codes, grants, used, rotations, tokens, keys),
                new UserInfo(grants, tokens, clients),
                new Introspection(grants, tokens, clients, keys),
                new Revocation(grants, tokens, keys),
                tokens,
                devices,
                browsers,
                limits);
        var site = new OpenIdSite(callers, parts, new RelatedOriginsFile(callers).route(), keys, publicUrl);
        return new OpenIdConnect(clients, authorizations, devices, site);
    }
}
