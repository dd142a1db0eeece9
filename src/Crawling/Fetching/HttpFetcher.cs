using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Fetches pages of one source with HTTP/1.1 and HTTP/2 by way of the egress proxy: every connection is one it dialled, to one checked
/// address, and is used again for the next page. A certificate that does not hold is noted in the capture's facts, not refused: an
/// inspector wants to see the shop that has one, and nothing secret is sent.
/// </summary>
public sealed class HttpFetcher : IPageFetcher, IDisposable
{
    private readonly EgressCredential _credential;
    private readonly EgressProxy _proxy;
    private readonly CrawlContact _contact;
    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;
    private readonly TlsObserver _tls;
    private readonly HttpMessageInvoker _client;

    // Only behind another proxy do plain requests go to ours one by one.
    private readonly bool _tunnelsPlain;

    public HttpFetcher(EgressProxy proxy, EgressCredential credential, CrawlContact contact, FetchLimits limits, TimeProvider time, X509Certificate2Collection? extraRoots = null, CookieContainer? cookies = null)
    {
        _proxy = proxy;
        _credential = credential;
        _contact = contact;
        _limits = limits;
        _time = time;
        _tls = new TlsObserver(extraRoots);
        _tunnelsPlain = !proxy.HasUpstream;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = true,
            CookieContainer = cookies ?? new CookieContainer(),
            UseProxy = !_tunnelsPlain,
            Proxy = _tunnelsPlain ? null : new PlainOnlyProxy(proxy.Address),
            ConnectCallback = ConnectAsync,
            ConnectTimeout = limits.Connect + TimeSpan.FromSeconds(1),
            MaxConnectionsPerServer = 2,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(200),
            // Location headers hold raw Vietnamese letters more often than encoded ones.
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = _tls.Validate,
                ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            },
        });
    }

    public async Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var current) || !CanonicalUrl.IsWeb(current))
            return FetchResult.Fail("redirect-invalid", FetchFailureKind.Permanent);
        var redirects = new List<string>();
        var hops = new List<RedirectHop>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { current.AbsoluteUri };
        using var total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        total.CancelAfter(TimeSpan.FromSeconds(request.Source.Limits.TimeoutSeconds));
        var phase = "timeout-connect";
        try
        {
            while (true)
            {
                phase = "timeout-first-byte";
                using var message = Message(request, current);
                using var response = await SendAsync(message, total.Token);
                var capturedAt = _time.GetUtcNow();
                // Through a tunnel only the page itself could say so.
                if (!_tunnelsPlain && response.Headers.NonValidated.TryGetValues(EgressProxy.RefusalHeader, out var refused)) return Refusal(refused.ToString());
                if (IsRedirect(response) && Location(response, current) is { } target)
                {
                    if (redirects.Count == _limits.MaxRedirects) return FetchResult.Fail("redirect-limit", FetchFailureKind.Permanent, null, _limits.MaxRedirects);
                    if (!CanonicalUrl.IsWeb(target)) return FetchResult.Fail("redirect-invalid", FetchFailureKind.Permanent);
                    if (!seen.Add(target.AbsoluteUri)) return FetchResult.Fail("redirect-loop", FetchFailureKind.Permanent);
                    if (request.Admit is { } admit && await admit(target, total.Token) is { } code)
                        return FetchResult.Of(new FetchFailure(code, Messages.Format("fetch.redirect-refused", target.AbsoluteUri, code), FetchFailureKind.Refused));
                    hops.Add(await HopAsync(response, current, capturedAt, total.Token));
                    redirects.Add(target.AbsoluteUri);
                    current = target;
                    continue;
                }

                phase = "timeout-body";
                var body = await BodyReader.ReadAsync(response, _limits, total.Token);
                if (body.Failure is { } code2) return FetchResult.Fail(code2, code2 == BodyReader.Cut ? FetchFailureKind.Retryable : FetchFailureKind.Permanent, null, _limits.MaxCompressedBytes, _limits.MaxInflatedBytes);
                return FetchResult.Of(new Capture
                {
                    Id = Guid.CreateVersion7(capturedAt),
                    SourceId = request.Source.Id,
                    RequestUrl = request.Url,
                    Url = current.AbsoluteUri,
                    CapturedAt = capturedAt,
                    Mode = RenderMode.Http,
                    Status = (int)response.StatusCode,
                    HttpVersion = response.Version.Major >= 2 ? response.Version.Major.ToString(CultureInfo.InvariantCulture) : response.Version.ToString(2),
                    ServerAddress = _proxy.LastReached(request.Source.Id, current.IdnHost)?.ToString(),
                    RequestHeaders = Headers(message.Headers.NonValidated.Where(field => !field.Key.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase))),
                    ResponseHeaders = [.. Headers(response.Headers.NonValidated), .. Headers(response.Content.Headers.NonValidated)],
                    Body = body.Bytes,
                    WireBody = body.Wire,
                    BodySha256 = ContentHash.Of(body.Bytes.Span),
                    Redirects = redirects,
                    Hops = hops,
                    Facts = Facts(current, body),
                });
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchResult.Fail(phase, FetchFailureKind.Retryable, null, request.Source.Limits.TimeoutSeconds);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            return Fault(fault, phase);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limits.FirstByte + _limits.Connect);
        return await _client.SendAsync(message, limit.Token);
    }

    private HttpRequestMessage Message(FetchRequest request, Uri url)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        message.Headers.TryAddWithoutValidation("User-Agent", _contact.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        message.Headers.TryAddWithoutValidation("Accept-Language", "vi-VN,vi;q=0.9,en;q=0.5");
        message.Headers.TryAddWithoutValidation("Accept-Encoding", ContentCoding.Accepted);
        if (request.ETag is { } tag) message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (request.LastModified is { } date) message.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        // Where there is no tunnel: else the credential goes into the CONNECT request and never to the server.
        if (url.Scheme is "http" && !_tunnelsPlain) message.Headers.TryAddWithoutValidation("Proxy-Authorization", _credential.Header);
        return message;
    }

    /// <summary>Has the proxy dial, unless plain requests go to its port one by one.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (_tunnelsPlain || context.InitialRequestMessage.RequestUri is not { Scheme: "http" })
            return await _proxy.TunnelAsync(_credential, context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _proxy.Address.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Dictionary<string, string> Facts(Uri url, BodyReader.Body body)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (url.Scheme is "https" && _tls.ProblemOf(url.IdnHost) is { } problem) facts["tls.problem"] = problem;
        if (body.Encoding is { } encoding) facts["content-encoding"] = encoding;
        return facts;
    }

    private static FetchResult Refusal(string code) => FetchResult.Fail(code, KindOf(code));

    internal static FetchFailureKind KindOf(string egressCode) =>
        egressCode is "dns" or "connect" or "upstream" ? FetchFailureKind.Retryable : egressCode is "syntax" or "credential" ? FetchFailureKind.Permanent : FetchFailureKind.Refused;

    private static FetchResult Fault(Exception fault, string phase)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is EgressRefusedException refused) return Refusal(refused.Code);
            if (cause is AuthenticationException) return FetchResult.Fail("tls", FetchFailureKind.Retryable, null, cause.Message);
        }

        return fault is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
            ? FetchResult.Fail("too-large", FetchFailureKind.Permanent, null, 64 * 1024, 64 * 1024)
            : FetchResult.Fail("protocol", FetchFailureKind.Retryable, null, fault.Message, phase);
    }

    /// <summary>A redirecting answer with the little body it has; what is longer is cut, as nobody reads it.</summary>
    private static async Task<RedirectHop> HopAsync(HttpResponseMessage response, Uri url, DateTimeOffset at, CancellationToken cancellationToken)
    {
        const int Kept = 64 * 1024;
        var body = new byte[Kept];
        var (length, whole) = (0, false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            for (int read; length < Kept && (read = await stream.ReadAsync(body.AsMemory(length), patience.Token)) > 0;) length += read;
            whole = length < Kept;
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The address it led to is known; the rest of the body is not worth failing for.
        }

        return new(url.AbsoluteUri, at, (int)response.StatusCode, [.. Headers(response.Headers.NonValidated), .. Headers(response.Content.Headers.NonValidated)], body.AsMemory(0, length).ToArray(), !whole);
    }

    private static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;

    private static Uri? Location(HttpResponseMessage response, Uri current) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) && Uri.TryCreate(current, values.ToString().Trim(), out var target) ? target : null;

    private static List<HeaderField> Headers(IEnumerable<KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues>> fields)
    {
        var list = new List<HeaderField>();
        foreach (var (name, values) in fields)
            foreach (var value in values) list.Add(new HeaderField(name, value));
        return list;
    }

    /// <summary>Sends plain requests to the proxy as they are; tunnels are opened by <see cref="ConnectAsync"/>.</summary>
    private sealed class PlainOnlyProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => destination.Scheme is "http" ? address : null;

        public bool IsBypassed(Uri host) => host.Scheme is not "http";
    }
}

/// <summary>The egress proxy would not open a tunnel; the code is that of <see cref="EgressDecision.Refusal"/>.</summary>
internal sealed class EgressRefusedException(string code) : IOException($"Refused by the egress proxy: {code}")
{
    public string Code { get; } = code;
}
