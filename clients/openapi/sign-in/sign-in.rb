# One sign-in by the generated Ruby client of a dialect: sign-in.rb DIALECT BASE-URL; prints who it was, or the token's type.

dialect, url = ARGV
name, password = 'john.doe@example.com', 'correct horse 9'
require dialect
client = { 'sonar' => :Sonar, 'logicboxes' => :Logicboxes, 'keaze' => :Keaze }.fetch(dialect)
client = Object.const_get(client)
client.configure do |config|
  config.scheme, config.host = url.split('://')
  config.username, config.password = 'demo', 'demo-secret'
  config.api_key = { 'resellerId' => '1', 'apiKey' => 'demo-key', 'auth-userid' => '1', 'api-key' => 'demo-key' }
end

case dialect
when 'sonar'
  credentials = Sonar::Credentials.new(username: name, password: password)
  puts Sonar::CustomerPortalApi.new.validate_credentials(credentials).data.contact_name
when 'logicboxes'
  puts Logicboxes::CustomersApi.new.authenticate_json(username: name, passwd: password).name
when 'keaze'
  puts Keaze::PasswordApi.new.password_login(Keaze::PasswordLogin.new(email: name, password: password)).token_type
end
