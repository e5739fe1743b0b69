"""One sign-in by the generated Python client of a dialect: sign-in.py DIALECT BASE-URL; prints who it was, or the token's type."""

import sys

dialect, url = sys.argv[1:]
name, password = "john.doe@example.com", "correct horse 9"

if dialect == "sonar":
    import sonar

    api = sonar.CustomerPortalApi(
        sonar.ApiClient(sonar.Configuration(host=url, username="demo", password="demo-secret"))
    )
    credentials = sonar.Credentials(username=name, password=sonar.CredentialsPassword(password))
    print(api.validate_credentials(credentials).data.contact_name)
elif dialect == "logicboxes":
    import logicboxes

    keys = {"resellerId": "1", "apiKey": "demo-key"}
    api = logicboxes.CustomersApi(logicboxes.ApiClient(logicboxes.Configuration(host=url, api_key=keys)))
    print(api.authenticate_json(username=name, passwd=password).name)
elif dialect == "keaze":
    import keaze

    api = keaze.PasswordApi(keaze.ApiClient(keaze.Configuration(host=url)))
    print(api.password_login(keaze.PasswordLogin(email=name, password=password)).token_type)
