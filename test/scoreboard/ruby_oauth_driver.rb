# frozen_string_literal: true

# Lets Ruby's oauth gem do the tasks of `oauthplus-testkit consumer`, used as its README says.

require 'json'
require 'oauth'
require 'oauth/signature/plaintext'
require 'oauth/signature/rsa/sha1'
require 'uri'

FEATURES = %w[
  three-legged out-of-band fetch forms put-forms patch-forms other-bodies two-legged xauth rsa-sha1 plaintext
  body-hash query-transmission
].freeze
SCHEMES = { 'header' => :header, 'query' => :query_string }.freeze
FORM = 'application/x-www-form-urlencoded'

def consumer_of(task)
  consumer, provider = task.values_at('consumer', 'provider')
  options = {
    signature_method: task['signatureMethod'],
    scheme: SCHEMES.fetch(task['transmission']),
    request_token_url: provider['requestTokenUrl'],
    authorize_url: provider['authorizeUrl'],
    access_token_url: provider['accessTokenUrl'],
    site: provider['requestTokenUrl'][%r{\Ahttps?://[^/]+}],
    ca_file: task['certificateFile']
  }
  secret = consumer['secret']
  secret = OpenSSL::PKey::RSA.new(consumer['privateKey']) if task['signatureMethod'].start_with?('RSA')
  OAuth::Consumer.new(consumer['key'], secret, options)
end

def named(token)
  { token: { key: token.token, secret: token.secret } }
end

def started(task)
  OAuth::RequestToken.from_hash(consumer_of(task), task['browser'].transform_keys(&:to_sym))
end

ACTIONS = {
  'describe' => ->(_task) { { name: "Ruby oauth #{Gem.loaded_specs['oauth']&.version || OAuth::VERSION}", features: FEATURES } },
  'authorize' => lambda do |task|
    token = consumer_of(task).get_request_token(oauth_callback: task['callback'])
    browser = { oauth_token: token.token, oauth_token_secret: token.secret }
    { url: token.authorize_url, browser: browser }
  end,
  'callback' => lambda do |task|
    query = URI.decode_www_form(task['url'][/\?(.*)/m, 1]).to_h
    named(started(task).get_access_token(oauth_verifier: query['oauth_verifier']))
  end,
  'verifier' => ->(task) { named(started(task).get_access_token(oauth_verifier: task['verifier'])) },
  'xauth' => lambda do |task|
    parameters = {
      x_auth_mode: 'client_auth', x_auth_username: task['username'], x_auth_password: task['password']
    }
    named(consumer_of(task).get_access_token(nil, {}, parameters))
  end,
  'fetch' => lambda do |task|
    token = task['token'] || {}
    consumer = consumer_of(task)
    access_token = OAuth::AccessToken.new(consumer, token['key'], token['secret'])
    method = task['method'].downcase.to_sym
    body = task['form'] ? URI.encode_www_form(task['form']) : task['body']
    type = task['form'] ? FORM : task['contentType']
    headers = type ? { 'Content-Type' => type } : {}
    arguments = %i[post put patch].include?(method) ? [body || ''] : []
    { status: access_token.request(method, task['url'], *arguments, headers).code.to_i }
  end
}.freeze

$stdout.sync = true
$stdin.each_line do |line|
  task = JSON.parse(line)
  begin
    answer = ACTIONS.fetch(task['task']).call(task)
  rescue StandardError => e
    answer = { error: "#{e.class}: #{e.message}" }
  end
  puts JSON.generate({ id: task['id'] }.merge(answer))
end
