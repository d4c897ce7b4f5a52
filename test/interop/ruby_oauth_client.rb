# frozen_string_literal: true

# Drives an OAuth 1.0a Service Provider with Ruby's oauth gem.
#
# It goes through three-legged OAuth and xAuth as a User's program would, logs in and consents as the User's browser
# would, and calls the provider's echo to see whether what it signs arrives as it was sent. One line of JSON on standard
# output per step: {"step", "ok", "detail"}. "ok" is null for what the provider does not offer and for what this gem is
# known to sign or send wrongly; it is tried all the same, and true where a later gem has learnt it. The exit code is 1
# if a step failed.
#
#   ruby ruby_oauth_client.rb ENDPOINTS [--signature-method PLAINTEXT] [--rsa-key FILE]
#
# ENDPOINTS: {"origin": …, "requestTokenUrl": …, "authorizeUrl": …, "accessTokenUrl": …, "echoUrl": …}
# They may say {"consumer": {"key", "secret"}}, {"user": {"username", "password"}} and {"xauth": false} as well.

require 'cgi'
require 'json'
require 'net/http'
require 'oauth'
require 'oauth/signature/plaintext'
require 'optparse'
require 'socket'
require 'timeout'
require 'uri'

# A repeated name out of order, an empty value, a space, UTF-8, the separators, and what encoders disagree on.
PARAMETERS = 'a=1&a=0&b=&c=hello%20world&d=%E2%98%83&e=a%2Bb%3D%26&f=%21%27%28%29*~'
DECODED = [
  ['a', '1'], ['a', '0'], ['b', ''], ['c', 'hello world'], ['d', '☃'], ['e', 'a+b=&'], ['f', "!'()*~"]
].freeze
FORM = 'application/x-www-form-urlencoded'
TIMEOUT_SECONDS = 20

# What was to be tried is not there, or the gem is known to do it wrongly: neither a success nor a failure.
class NotPossible < StandardError; end

# The provider answered with another status than the step needs.
class Refused < StandardError
  attr_reader :response

  def initialize(response)
    @response = response
    super("#{response.code} #{response['www-authenticate']} #{response.body.to_s[0, 500]}")
  end
end

def expect(condition, message)
  raise message unless condition
end

# Goes through login and consent as the User's browser does, with cookies and redirects.
class Browser
  def initialize(user)
    @user = user
    @cookies = {}
  end

  # Returns the callback URL that the provider sent the browser to, or the verifier that its page shows.
  def authorize(url, callback_url = nil)
    url, page = visit(Net::HTTP::Get, url)
    4.times do
      return url if callback_url && url.start_with?(callback_url[/[^?]*/])

      shown = page[%r{<(\w+)[^>]*\bid=["']?oauth_verifier["']?[^>]*>\s*([^<]*?)\s*</\1>}m, 2]
      return CGI.unescapeHTML(shown) if shown

      form = read_forms(page).find { |candidate| (candidate[:names] & %w[password decision]).any? }
      expect(form, "#{url} shows neither a form nor a verifier: #{page[0, 300]}")
      entries = form[:hidden] + (form[:names].include?('password') ? @user.to_a : [%w[decision approve]])
      url, page = visit(Net::HTTP::Post, URI.join(url, form[:action] || url).to_s, URI.encode_www_form(entries))
    end
    raise "The browser goes in circles; it is at #{url}."
  end

  private

  def visit(request_class, url, body = nil)
    10.times do
      uri = URI.parse(url)
      request = request_class.new(uri)
      request['cookie'] = @cookies.map { |name, value| "#{name}=#{value}" }.join('; ') unless @cookies.empty?
      if body
        request.body = body
        request.content_type = FORM
      end
      response = Net::HTTP.start(uri.host, uri.port, read_timeout: TIMEOUT_SECONDS) { |http| http.request(request) }
      response.get_fields('set-cookie').to_a.each { |line| keep(line) }
      unless response['location']
        raise Refused, response unless response.is_a?(Net::HTTPSuccess)

        return url, response.body.force_encoding(Encoding::UTF_8)
      end
      request_class = Net::HTTP::Get
      body = nil
      url = URI.join(url, response['location']).to_s
    end
    raise "Too many redirects; the last was to #{url}."
  end

  def keep(set_cookie)
    name, value = set_cookie[/[^;]*/].split('=', 2)
    set_cookie.match?(/;\s*max-age=0\b/i) ? @cookies.delete(name) : @cookies[name] = value
  end

  def read_forms(page)
    page.scan(%r{<form\b([^>]*)>(.*?)</form>}m).map do |attributes, inside|
      controls = inside.scan(/<(?:input|button|select|textarea)\b([^>]*)>/m).map { |(text)| read_attributes(text) }
      {
        action: read_attributes(attributes)['action'],
        names: controls.map { |control| control['name'] },
        hidden: controls.select { |control| control['type'] == 'hidden' }.map { |c| [c['name'], c['value'].to_s] }
      }
    end
  end

  def read_attributes(text)
    text.scan(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/)
        .to_h { |name, *quoted| [name, CGI.unescapeHTML(quoted.compact.first)] }
  end
end

# Serves a callback URL on the loopback interface; yields it and a queue of the request targets that arrive there.
def with_callback_server
  server = TCPServer.new('127.0.0.1', 0)
  arrived = Queue.new
  thread = Thread.new do
    loop do
      connection = server.accept
      arrived << connection.gets.to_s.split[1]
      nil until connection.gets.to_s.strip.empty?
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      connection.close
    end
  end
  # A query of its own: it is encoded twice in the signature, and must still be there when the browser comes back.
  yield "http://127.0.0.1:#{server.addr[1]}/callback?next=%2Fphotos%26x", arrived
ensure
  thread&.kill
  server&.close
end

# Three-legged OAuth, xAuth and signed requests through the gem.
class Client
  def initialize(endpoints, signature_method, rsa_key)
    @endpoints = endpoints
    @user = endpoints['user'] || { 'username' => 'jane', 'password' => 'jane' }
    @signature_method = signature_method
    consumer = endpoints['consumer'] || { 'key' => 'dpf43f3p2l4k3l03', 'secret' => 'kd94hf93k423kf44' }
    @key = consumer['key']
    # The gem takes the private key in the secret's place; its option of that name reaches the header scheme only.
    @secret = rsa_key || consumer['secret']
  end

  def consumer(options = {})
    OAuth::Consumer.new(
      @key, @secret,
      site: @endpoints['origin'],
      request_token_url: @endpoints['requestTokenUrl'],
      authorize_url: @endpoints['authorizeUrl'],
      access_token_url: @endpoints['accessTokenUrl'],
      timeout: TIMEOUT_SECONDS,
      signature_method: @signature_method,
      **options
    )
  end

  # The same token with other options of the Consumer, or another secret.
  def with(token, secret: token.secret, **options)
    OAuth::AccessToken.new(consumer(options), token.token, secret)
  end

  def three_legged_out_of_band
    request_token = consumer.get_request_token
    expect(request_token.callback_confirmed?, 'The callback is not confirmed.')
    verifier = Browser.new(@user).authorize(request_token.authorize_url)
    request_token.get_access_token(oauth_verifier: verifier)
  end

  def three_legged_callback
    with_callback_server do |callback_url, arrived|
      request_token = consumer.get_request_token(oauth_callback: callback_url)
      expect(request_token.callback_confirmed?, 'The callback is not confirmed.')
      Browser.new(@user).authorize(request_token.authorize_url, callback_url)
      query = URI.decode_www_form(URI.parse(Timeout.timeout(TIMEOUT_SECONDS) { arrived.pop }).query).to_h
      expect(query['oauth_token'] == request_token.token, "The callback is for another token: #{query}")
      expect(query['next'] == '/photos&x', "The callback URL's own query is lost: #{query}")
      request_token.get_access_token(oauth_verifier: query['oauth_verifier'])
    end
  end

  def xauth(password = @user['password'])
    raise NotPossible, 'The provider does not offer xAuth.' if @endpoints['xauth'] == false

    consumer.get_access_token(
      nil, {}, x_auth_username: @user['username'], x_auth_password: password, x_auth_mode: 'client_auth'
    )
  end

  # Sends a signed request and compares what the provider says it received with what was sent.
  def echo(token, method, query: '', form: nil, body: nil, content_type: nil)
    url = echo_url(query)
    response =
      if %i[post put patch].include?(method)
        headers = { 'Content-Type' => form ? FORM : content_type }.compact
        token.request(method, url, (form || body || '').dup, headers)
      else
        token.request(method, url)
      end
    expect_echo(response, method, decode(query), decode(form.to_s), (form || body).to_s.bytesize)
  end

  # The gem's own way to send a form: a Hash, in which a name has all its values in one place.
  def echo_hash(token)
    hash = DECODED.group_by(&:first).transform_values { |pairs| pairs.map(&:last) }
    response = token.post(echo_url, hash)
    raise Refused, response unless response.is_a?(Net::HTTPSuccess)

    arrived = JSON.parse(response.body)['form']
    expect(arrived.sort == DECODED.sort, "arrived #{arrived.to_json}")
    raise NotPossible, 'The gem sorts the values of a Hash before it sends them.' unless arrived == DECODED

    "#{arrived.size} parameters"
  end

  # AccessToken#delete takes no body; a request of one's own can be signed.
  def echo_delete_with_form(token)
    uri = URI.parse(echo_url)
    request = Net::HTTP::Delete.new(uri.path)
    request.body = PARAMETERS
    request.content_type = FORM
    token.sign!(request)
    response = Net::HTTP.start(uri.host, uri.port) { |http| http.request(request) }
    expect_echo(response, :delete, [], DECODED, PARAMETERS.bytesize)
  end

  # The OAuth parameters in the form: the gem writes the whole body anew, so its length is its own.
  def echo_body_scheme(token)
    response = with(token, scheme: :body).post(echo_url, PARAMETERS.dup, 'Content-Type' => FORM)
    expect_echo(response, :post, [], DECODED, nil)
  end

  def replayed(token)
    request = token.consumer.create_signed_request(:get, URI.parse(echo_url).path, token)
    first, second = Array.new(2) { token.consumer.http.request(request) }
    raise Refused, first unless first.is_a?(Net::HTTPSuccess)

    expect_refusal(second)
  end

  def changed_on_the_way(token)
    uri = URI.parse(echo_url(PARAMETERS))
    signed = token.consumer.create_signed_request(:get, uri.request_uri, token)
    request = Net::HTTP::Get.new(uri.request_uri.sub('hello', 'hallo'), 'Authorization' => signed['Authorization'])
    expect_refusal(token.consumer.http.request(request))
  end

  def body_changed_on_the_way(token)
    json = { 'Content-Type' => 'application/json' }
    signed = token.consumer.create_signed_request(:post, URI.parse(echo_url).path, token, {}, '{"a":1}', json)
    signed.body = '{"a":2}'
    expect_refusal(token.consumer.http.request(signed))
  end

  def wrong_token_secret(token)
    refused { with(token, secret: "#{token.secret}x").get(echo_url) }
  end

  # The gem reads the Problem Reporting extension from the challenge and raises what it says.
  def refused
    result = yield
    expect(result.is_a?(Net::HTTPResponse), 'What should have been refused was accepted.')
    expect_refusal(result)
  rescue OAuth::Problem => e
    "OAuth::Problem #{e.problem}"
  rescue OAuth::Unauthorized => e
    expect_refusal(e.request)
  end

  private

  def echo_url(query = '')
    query.empty? ? @endpoints['echoUrl'] : "#{@endpoints['echoUrl']}?#{query}"
  end

  def decode(text)
    # Only `&` separates, and a `+` is a space; Ruby's own decoders take `;` for a separator as well.
    text.split('&').map do |pair|
      name, _, value = pair.partition('=')
      [CGI.unescape(name), CGI.unescape(value)]
    end
  end

  def expect_echo(response, method, query, form, bytes)
    raise Refused, response unless response.is_a?(Net::HTTPSuccess)

    answer = JSON.parse(response.body)
    expected = {
      'method' => method.to_s.upcase, 'params' => query + form, 'query' => query, 'form' => form,
      'bytes' => bytes || answer['bytes'], 'consumer' => @key, 'user' => @user['username']
    }
    seen = answer.slice(*expected.keys)
    expect(seen == expected, "sent #{expected.to_json}, arrived #{seen.to_json}")
    "#{(query + form).size} parameters, #{answer['bytes']} bytes"
  end

  def expect_refusal(response)
    raise Refused, response unless response.code == '401'

    challenge = response['www-authenticate'].to_s
    expect(challenge.start_with?('OAuth'), "a 401 without an OAuth challenge: #{response.body}")
    challenge
  end
end

$failed = []

# Runs a step and prints its line. `known_fault` says why the provider is right to refuse what the gem sends here.
def step(name, known_fault: nil)
  result = yield
  ok = true
  detail = result.is_a?(OAuth::Token) ? result.params.keys.grep(String).sort.join(', ') : result.to_s
rescue NotPossible => e
  ok = nil
  detail = e.message
rescue OAuth::Problem, Refused => e
  response = e.is_a?(Refused) ? e.response : e.request
  # A 400 or a 401 is a refusal of the request as sent. Nothing else is excused.
  ok = known_fault && %w[400 401].include?(response.code) ? nil : false
  detail = [known_fault, "The provider: #{Refused.new(response).message}"].compact.join(' ')
rescue OAuth::Signature::UnknownSignatureMethod => e
  ok = nil
  detail = "This version of the gem cannot sign with #{e.message}."
rescue StandardError => e
  ok = false
  detail = "#{e.class}: #{e.message}"
ensure
  $failed << name if ok == false
  puts JSON.generate('step' => name, 'ok' => ok, 'detail' => detail)
  return ok ? result : nil
end

signature_method = 'HMAC-SHA1'
rsa_key = nil
OptionParser.new do |parser|
  parser.on('--signature-method NAME') { |name| signature_method = name }
  parser.on('--rsa-key FILE') { |path| rsa_key = File.read(path) }
end.parse!
uses_rsa = signature_method.start_with?('RSA-')
abort("#{signature_method} needs --rsa-key") if uses_rsa && !rsa_key
$stdout.sync = true
client = Client.new(JSON.parse(ARGV.fetch(0)), signature_method, uses_rsa ? rsa_key : nil)

step('versions') { "Ruby #{RUBY_VERSION}, oauth #{OAuth::VERSION}" }
tokens = {
  'three-legged out of band' => step('three-legged out of band') { client.three_legged_out_of_band },
  'three-legged with callback' => step('three-legged with callback') { client.three_legged_callback },
  'xAuth' => step('xAuth') { client.xauth }
}
step('xAuth with a wrong password is refused') { client.refused { client.xauth('not it') } }
tokens.each do |flow, token|
  step("GET with the token of #{flow}") { client.echo(token, :get) } if token
end

token = tokens['three-legged with callback'] || tokens['three-legged out of band'] || tokens['xAuth']
if token
  %i[get post put delete patch].each do |method|
    step("#{method.to_s.upcase} with a query") { client.echo(token, method, query: PARAMETERS, content_type: 'text/plain') }
  end
  step('GET with a name without a value') { client.echo(token, :get, query: 'flag&x=1') }
  step('GET with a plus for a space') { client.echo(token, :get, query: 'x=a+b') }
  step(
    'GET with equal names whose encoded values sort otherwise',
    known_fault: 'The gem sorts before it encodes (RFC 5849, section 3.4.1.3.2: first encode).'
  ) { client.echo(token, :get, query: 'x=%C3%A9&x=z') }
  step(
    'GET with a semicolon in a value',
    known_fault: 'The gem takes ; for a separator (RFC 5849, section 3.4.1.3.1: only & separates).'
  ) { client.echo(token, :get, query: 'x=1;2') }

  %i[post put].each do |method|
    step("#{method.to_s.upcase} with a form") { client.echo(token, method, form: PARAMETERS) }
  end
  step(
    'PATCH with a form',
    known_fault: 'The gem signs forms of POST and PUT only (RFC 5849, section 3.4.1.3.1: of any method).'
  ) { client.echo(token, :patch, form: PARAMETERS) }
  step(
    'DELETE with a form',
    known_fault: 'The gem signs forms of POST and PUT only (RFC 5849, section 3.4.1.3.1: of any method).'
  ) { client.echo_delete_with_form(token) }
  step('POST with query and form') { client.echo(token, :post, query: PARAMETERS, form: PARAMETERS) }
  step('POST with a form from a Hash') { client.echo_hash(token) }
  step(
    'POST with nothing',
    known_fault: 'The gem adds a body hash, and then Net::HTTP says that the empty body is a form ' \
                 '(oauth_body_hash, section 4.1.1: not with forms).'
  ) { client.echo(token, :post) }
  step('POST with JSON and a body hash') { client.echo(token, :post, body: '{"a":1}', content_type: 'application/json') }
  step('PUT with text and a body hash') do
    client.echo(token, :put, body: "snow ☃\n", content_type: 'text/plain; charset=utf-8')
  end
  # A PLAINTEXT signature is the secrets, which do not belong in a URL.
  unless signature_method == 'PLAINTEXT'
    step('GET with the OAuth parameters in the query') do
      client.echo(client.with(token, scheme: :query_string), :get, query: PARAMETERS)
    end
  end
  step('POST with the OAuth parameters in the form') { client.echo_body_scheme(token) }
  step('a replayed request is refused') { client.replayed(token) }
  # An RSA signature does not depend on the token secret, a PLAINTEXT one on nothing else.
  step('a wrong token secret is refused') { client.wrong_token_secret(token) } unless uses_rsa
  unless signature_method == 'PLAINTEXT'
    step('a parameter changed on the way is refused') { client.changed_on_the_way(token) }
    step('a body changed on the way is refused') { client.body_changed_on_the_way(token) }
  end
end
exit($failed.empty? ? 0 : 1)
