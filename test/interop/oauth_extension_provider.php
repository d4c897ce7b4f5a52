<?php
// A Service Provider made with PHP's OAuthProvider on PHP's own web server, for an OAuth 1.0a client of any language to be
// driven against. The extension verifies signatures and leaves the rest to the application; this one knows one User, and
// approves whatever that User is asked, unless the authorization page is opened with `decision=deny`. PHP forgets
// everything after each request, so tokens and nonces stand in a file. That server answers one request at a time.
//
//     PROVIDER_STATE_FILE=FILE php -S 127.0.0.1:0 oauth_extension_provider.php

const FORM = 'application/x-www-form-urlencoded';
// What the extension verifies rightly: it does not percent-encode the parts of the signing key.
const CONSUMERS = [
    'consumer of PHP/+=' => 'kd94hf93k423kf44',
    'consumer with an awkward secret' => "kd94 hf+93&k4/23%kf=44'(☃)*~",
];
const USER = 'jane';
const PASSWORD = 'jane & her passw0rd';
const TIMESTAMP_WINDOW_SECONDS = 300;
const CALLBACK = '{\Ahttps?://(127\.0\.0\.1|localhost)(:\d+)?/[!-~]*\z}';

$state_file = getenv('PROVIDER_STATE_FILE');
$state = json_decode(@file_get_contents($state_file) ?: '', true) ?? ['request' => [], 'access' => [], 'nonces' => []];

/** Verifies the request: as the Consumer's alone, or with a token of one kind. */
function verified(?string $kind): OAuthProvider
{
    global $state;
    $provider = new OAuthProvider();
    $provider->consumerHandler(function (OAuthProvider $provider): int {
        if (!isset(CONSUMERS[$provider->consumer_key])) return OAUTH_CONSUMER_KEY_UNKNOWN;
        $provider->consumer_secret = CONSUMERS[$provider->consumer_key];
        return OAUTH_OK;
    });
    $provider->timestampNonceHandler(function (OAuthProvider $provider) use (&$state): int {
        $timely = preg_match('/\A\d{1,11}\z/', (string) $provider->timestamp)
            && abs(time() - (int) $provider->timestamp) <= TIMESTAMP_WINDOW_SECONDS;
        if (!$timely) return OAUTH_BAD_TIMESTAMP;
        $use = json_encode([$provider->consumer_key, $provider->token, $provider->timestamp, $provider->nonce]);
        if (isset($state['nonces'][$use])) return OAUTH_BAD_NONCE;
        $state['nonces'][$use] = true;
        return OAUTH_OK;
    });
    $provider->tokenHandler(function (OAuthProvider $provider) use (&$state, $kind): int {
        $token = $state[$kind][$provider->token] ?? null;
        if ($token === null || $token['consumer'] !== $provider->consumer_key) return OAUTH_TOKEN_REJECTED;
        $provider->token_secret = $token['secret'];
        return OAUTH_OK;
    });
    $provider->is2LeggedEndpoint($kind === null);
    $provider->checkOAuthRequest();
    return $provider;
}

/** Gives a token of one kind to the Consumer of a request. */
function give(string $kind, OAuthProvider $provider, array $record, array $more = []): void
{
    global $state;
    [$key, $secret] = [bin2hex(OAuthProvider::generateToken(8)), bin2hex(OAuthProvider::generateToken(8))];
    $state[$kind][$key] = ['consumer' => $provider->consumer_key, 'secret' => $secret] + $record;
    answer(200, FORM, http_build_query(['oauth_token' => $key, 'oauth_token_secret' => $secret] + $more));
}

function give_access_token(): void
{
    global $state;
    if (($_POST['x_auth_mode'] ?? '') === 'client_auth') {
        $provider = verified(null);
        $right = [$_POST['x_auth_username'] ?? '', $_POST['x_auth_password'] ?? ''] === [USER, PASSWORD];
        if (!$right) {
            answer(401, FORM, 'oauth_problem=permission_denied');
            return;
        }
        give('access', $provider, ['user' => USER]);
        return;
    }
    $provider = verified('request');
    $expected = $state['request'][$provider->token]['verifier'] ?? null;
    if ($expected === null || !hash_equals($expected, (string) $provider->verifier)) {
        answer(401, FORM, 'oauth_problem=verifier_invalid');
        return;
    }
    unset($state['request'][$provider->token]);
    give('access', $provider, ['user' => USER]);
}

function authorize(): void
{
    global $state;
    $key = $_GET['oauth_token'] ?? '';
    if (!isset($state['request'][$key])) {
        answer(404, 'text/plain', 'There is no such Request Token.');
        return;
    }
    $callback = $state['request'][$key]['callback'];
    if (($_GET['decision'] ?? '') === 'deny') {
        unset($state['request'][$key]);
        $outcome = ['oauth_problem' => 'permission_denied'];
    } else {
        $state['request'][$key]['verifier'] = bin2hex(OAuthProvider::generateToken(8));
        $outcome = ['oauth_verifier' => $state['request'][$key]['verifier']];
    }
    if ($callback === 'oob') {
        answer(200, 'text/html', '<code id="oauth_verifier">' . $outcome['oauth_verifier'] . '</code>');
        return;
    }
    $separator = str_contains($callback, '?') ? '&' : '?';
    header('Location: ' . $callback . $separator . http_build_query(['oauth_token' => $key] + $outcome));
    answer(302, 'text/plain', '');
}

function echo_request(OAuthProvider $provider, ?string $user): void
{
    $body = file_get_contents('php://input');
    $type = strtolower(trim(explode(';', $_SERVER['CONTENT_TYPE'] ?? '')[0]));
    $query = parameters(parse_url('http://x' . $_SERVER['REQUEST_URI'], PHP_URL_QUERY) ?? '');
    $form = $type === FORM ? parameters($body) : [];
    answer(200, 'application/json', json_encode([
        'method' => $_SERVER['REQUEST_METHOD'],
        'params' => [...$query, ...$form],
        'query' => $query,
        'form' => $form,
        'bytes' => strlen($body),
        'consumer' => $provider->consumer_key,
        'user' => $user,
    ]));
}

function echo_with_token(): void
{
    global $state;
    $provider = verified('access');
    echo_request($provider, $state['access'][$provider->token]['user']);
}

/** Ordered pairs, which $_GET and $_POST are not. */
function parameters(string $text): array
{
    $pieces = array_filter(explode('&', $text), fn ($piece) => $piece !== '');
    $pairs = array_map(fn ($piece) => array_map('urldecode', explode('=', $piece, 2) + [1 => '']), $pieces);
    return array_values(array_filter($pairs, fn ($pair) => !str_starts_with($pair[0], 'oauth_')));
}

function answer(int $status, string $type, string $body): void
{
    http_response_code($status);
    header("Content-Type: $type");
    echo $body;
}

try {
    switch (parse_url('http://x' . $_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
        case '/':
            answer(200, 'application/json', json_encode([
                'library' => 'PHP’s OAuthProvider ' . phpversion('oauth'),
                'consumer' => ['key' => 'consumer of PHP/+=', 'secret' => CONSUMERS['consumer of PHP/+=']],
                'user' => ['username' => USER, 'password' => PASSWORD],
            ]));
            break;
        case '/oauth/request_token':
            $provider = verified(null);
            if ($provider->callback !== 'oob' && !preg_match(CALLBACK, (string) $provider->callback)) {
                answer(400, FORM, 'oauth_problem=parameter_rejected');
                break;
            }
            give('request', $provider, ['callback' => $provider->callback], ['oauth_callback_confirmed' => 'true']);
            break;
        case '/oauth/authorize':
            authorize();
            break;
        case '/oauth/access_token':
            give_access_token();
            break;
        case '/api/echo':
            echo_with_token();
            break;
        case '/api/two-legged':
            echo_request(verified(null), null);
            break;
        default:
            if (str_starts_with($_SERVER['REQUEST_URI'], '/api/any/')) echo_with_token();
            else answer(404, 'text/plain', 'Not found');
    }
} catch (OAuthException $error) {
    // Sets the status, and gives the body of the Problem Reporting extension.
    echo OAuthProvider::reportProblem($error);
}
file_put_contents($state_file, json_encode($state));
