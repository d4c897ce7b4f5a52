# frozen_string_literal: true

# A Service Provider made with Ruby's oauth gem on Rack and WEBrick, for an OAuth 1.0a client of any language to be driven
# against. The gem verifies signatures and leaves the rest to the application; this one keeps everything in hashes, knows
# three Consumers and one User, and approves whatever that User is asked, unless the authorization page is opened with
# `decision=deny`. When it listens it prints one line of JSON: its endpoints and the Consumer's key and secret.
#
#     ruby oauth_gem_provider.rb PUBLIC_KEY_FILE

require 'cgi'
require 'json'
require 'oauth'
require 'oauth/request_proxy/rack_request'
require 'oauth/signature/hmac/sha1'
require 'oauth/signature/plaintext'
require 'oauth/signature/rsa/sha1'
require 'rack'
require 'rack/handler/webrick'
require 'securerandom'
require 'set'
require 'uri'
require 'webrick'

CONSUMER_KEY = 'consumer of Ruby/+='
# Every kind of character that the signing key has to percent-encode.
CONSUMER_SECRET = "kd94 hf+93&k4/23%kf=44'(☃)*~"
# The second has to be kept from the first one's tokens. The third signs by RSA and has no secret.
CONSUMERS = {
  CONSUMER_KEY => CONSUMER_SECRET, 'other consumer of Ruby' => 'another secret', 'rsa consumer of Ruby' => ''
}.freeze
USER = 'jane'
PASSWORD = 'jane & her passw0rd'
FORM = 'application/x-www-form-urlencoded'
TIMESTAMP_WINDOW_SECONDS = 300
CALLBACK = %r{\Ahttps?://(127\.0\.0\.1|localhost)(:\d+)?/[!-~]*\z}

# A request that is not rightly signed, or asks for what there is not.
class Refused < StandardError; end

# The application, as Rack calls it.
class Provider
  def initialize(rsa_public_key)
    @rsa_public_key = rsa_public_key
    @request_tokens = {}
    @access_tokens = {}
    @nonces = Set.new
    @lock = Mutex.new
  end

  def call(env)
    request = Rack::Request.new(env)
    @lock.synchronize { answer(request) }
  rescue OAuth::Signature::UnknownSignatureMethod
    [400, { 'content-type' => FORM }, ['oauth_problem=signature_method_rejected']]
  rescue Refused => e
    [401, { 'content-type' => FORM, 'www-authenticate' => 'OAuth realm="oauth gem"' },
     [URI.encode_www_form('oauth_problem' => e.message)]]
  rescue OAuth::Problem
    [400, { 'content-type' => FORM }, ['oauth_problem=parameter_rejected']]
  rescue StandardError => e
    # A crash of this program must not count as one of the library.
    part = e.backtrace.any? { |line| line.include?('/oauth/') } ? 'The library' : 'The application'
    [500, { 'content-type' => 'text/plain' }, ["#{part} raised #{e.class}: #{e.message}"]]
  end

  private

  def answer(request)
    case request.path_info
    when '/oauth/request_token' then give_request_token(request)
    when '/oauth/authorize' then authorize(request)
    when '/oauth/access_token' then give_access_token(request)
    when '/api/echo', %r{\A/api/any/} then echo(request, verified(request, @access_tokens)[:user])
    when '/api/two-legged' then verified(request, nil) && echo(request, nil)
    else [404, {}, []]
    end
  end

  # What the gem says of the signature, with the secret of the token where one is needed.
  def verified(request, tokens)
    proxy = OAuth::RequestProxy.proxy(request)
    raise Refused, 'consumer_key_unknown' unless CONSUMERS.key?(proxy.oauth_consumer_key)

    token = tokens ? tokens[proxy.oauth_token] : {}
    raise Refused, 'token_rejected' if token.nil? || (tokens && token[:consumer] != proxy.oauth_consumer_key)

    uses_rsa = proxy.oauth_signature_method == 'RSA-SHA1'
    secrets = [token.fetch(:secret, ''), uses_rsa ? @rsa_public_key : CONSUMERS[proxy.oauth_consumer_key]]
    raise Refused, 'signature_invalid' unless OAuth::Signature.verify(request) { secrets }

    timely = proxy.oauth_timestamp.to_s.match?(/\A\d{1,11}\z/) &&
             (Time.now.to_i - proxy.oauth_timestamp.to_i).abs <= TIMESTAMP_WINDOW_SECONDS
    raise Refused, 'timestamp_refused' unless timely
    raise Refused, 'parameter_absent' if proxy.oauth_nonce.to_s.empty?

    use = [proxy.oauth_consumer_key, proxy.oauth_token, proxy.oauth_timestamp, proxy.oauth_nonce]
    raise Refused, 'nonce_used' unless @nonces.add?(use)

    token
  end

  def give_request_token(request)
    verified(request, nil)
    callback = OAuth::RequestProxy.proxy(request).oauth_callback
    raise Refused, 'parameter_rejected' unless callback == 'oob' || CALLBACK.match?(callback.to_s)

    give(@request_tokens, request, { callback: callback }, 'oauth_callback_confirmed' => 'true')
  end

  def authorize(request)
    key = request.GET['oauth_token']
    token = @request_tokens[key]
    return [404, {}, ['There is no such Request Token.']] if token.nil?

    denied = request.GET['decision'] == 'deny'
    token[:verifier] = SecureRandom.hex(8) unless denied
    return [200, {}, ["<code id=\"oauth_verifier\">#{token[:verifier]}</code>"]] if token[:callback] == 'oob'

    outcome = denied ? { 'oauth_problem' => 'user_refused' } : { 'oauth_verifier' => token[:verifier] }
    separator = token[:callback].include?('?') ? '&' : '?'
    location = token[:callback] + separator + URI.encode_www_form({ 'oauth_token' => key }.merge(outcome))
    [302, { 'location' => location }, []]
  end

  def give_access_token(request)
    return give_access_token_by_password(request) if request.POST['x_auth_mode'] == 'client_auth'

    proxy = OAuth::RequestProxy.proxy(request)
    token = verified(request, @request_tokens)
    unless token[:verifier] && Rack::Utils.secure_compare(token[:verifier], proxy.oauth_verifier.to_s)
      raise Refused, 'verifier_invalid'
    end

    @request_tokens.delete(proxy.oauth_token)
    give(@access_tokens, request, { user: USER })
  end

  def give_access_token_by_password(request)
    verified(request, nil)
    known = request.POST.values_at('x_auth_username', 'x_auth_password') == [USER, PASSWORD]
    raise Refused, 'permission_denied' unless known

    give(@access_tokens, request, { user: USER })
  end

  def give(tokens, request, record, more = {})
    key = SecureRandom.hex(8)
    # Such as has to be percent-encoded.
    consumer = OAuth::RequestProxy.proxy(request).oauth_consumer_key
    tokens[key] = record.merge(consumer: consumer, secret: "#{SecureRandom.hex(8)}/+=")
    answer = { 'oauth_token' => key, 'oauth_token_secret' => tokens[key][:secret] }
    [200, { 'content-type' => FORM }, [URI.encode_www_form(answer.merge(more))]]
  end

  def echo(request, user)
    request.body.rewind
    body = request.body.read
    form = request.media_type == FORM ? parameters(body) : []
    query = parameters(request.query_string)
    facts = { method: request.request_method, params: query + form, query: query, form: form,
              bytes: body.bytesize, consumer: CONSUMER_KEY, user: user }
    [200, { 'content-type' => 'application/json' }, [JSON.generate(facts)]]
  end

  # Ordered pairs, which neither Rack nor URI give for every query.
  def parameters(text)
    pairs = text.split('&').reject(&:empty?).map { |pair| pair.split('=', 2).then { |name, value| [name, value.to_s] } }
    pairs.map { |pair| pair.map { |part| CGI.unescape(part).scrub } }.reject { |name, _| name.start_with?('oauth_') }
  end
end

# WEBrick knows no PATCH and lets none of the others through but by name.
class EveryMethod < Rack::Handler::WEBrick
  %w[PUT PATCH DELETE].each { |name| alias_method :"do_#{name}", :service }
end

if __FILE__ == $PROGRAM_NAME
  server = WEBrick::HTTPServer.new(
    BindAddress: '127.0.0.1', Port: 0, AccessLog: [], Logger: WEBrick::Log.new(File::NULL),
    # Head and body are written apart; the second would wait for the first to be acknowledged.
    AcceptCallback: ->(socket) { socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1) }
  )
  server.mount '/', EveryMethod, Provider.new(File.read(ARGV.fetch(0)))
  origin = "http://127.0.0.1:#{server.listeners.first.local_address.ip_port}"
  %w[INT TERM].each { |signal| trap(signal) { server.shutdown } }
  puts JSON.generate(
    library: "Ruby’s oauth gem #{OAuth::VERSION}",
    origin: origin,
    requestTokenUrl: "#{origin}/oauth/request_token",
    authorizeUrl: "#{origin}/oauth/authorize",
    accessTokenUrl: "#{origin}/oauth/access_token",
    echoUrl: "#{origin}/api/echo",
    twoLeggedUrl: "#{origin}/api/two-legged",
    consumer: { key: CONSUMER_KEY, secret: CONSUMER_SECRET },
    user: { username: USER, password: PASSWORD },
    xauth: true
  )
  $stdout.flush
  server.start
end
