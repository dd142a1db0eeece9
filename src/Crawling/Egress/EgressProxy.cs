using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// The one way out. Chromium reaches the world through a forward proxy on a loopback port, HttpClient, being in this very process,
/// through <see cref="TunnelAsync"/>; both are one dialler, which resolves names itself and checks the address it connects to, one
/// set of credentials and one log. Sources are told apart by a credential that is random and made for this run, so that no other
/// process of the machine can use the port.
/// </summary>
public sealed class EgressProxy : IAsyncDisposable
{
    /// <summary>
    /// Header of an answer that the proxy gave itself, with the refusal's code; removed from every answer of the world, so that a
    /// page cannot feign one.
    /// </summary>
    public const string RefusalHeader = "X-Ecom389-Egress";

    private const int RememberedRefusals = 4096;

    private readonly EgressOptions _options;
    private readonly EgressDialer _dialer;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, EgressCredential> _credentials = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string SourceId, string Host), EgressDecision> _refusals = new();
    private readonly ConcurrentDictionary<(string SourceId, string Host), IPAddress> _reached = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;

    private EgressProxy(EgressOptions options)
    {
        _options = options;
        _dialer = new EgressDialer(options);
        _listener.Start(512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What leaves goes on to another proxy, which may allow tunnels to port 443 only.</summary>
    internal bool HasUpstream => _options.UpstreamProxy is not null;

    /// <summary>Opens the port and begins to serve.</summary>
    public static EgressProxy Start(EgressOptions options) => new(options);

    /// <summary>Makes the credential by which a source is known. Two calls give two credentials, both good.</summary>
    public EgressCredential Issue(SourceDefinition source)
    {
        var credential = new EgressCredential(source.Id, RandomNumberGenerator.GetHexString(48, lowercase: true), source.AllowPrivateNetwork);
        _credentials[credential.Header] = credential;
        return credential;
    }

    /// <summary>Takes a credential back: no further connection is made for it.</summary>
    public void Revoke(EgressCredential credential) => _credentials.TryRemove(credential.Header, out _);

    /// <summary>The last refusal of a host to a source, or null: what lies behind a browser's "tunnel failed".</summary>
    public EgressDecision? LastRefusal(string sourceId, string host) => _refusals.GetValueOrDefault((sourceId, host.ToLowerInvariant()));

    /// <summary>The address last dialled for a host of a source; null when none was, or an upstream proxy resolves names.</summary>
    public IPAddress? LastReached(string sourceId, string host) => _reached.GetValueOrDefault((sourceId, host.Trim('[', ']').ToLowerInvariant()));

    /// <summary>
    /// What a CONNECT request to the port would open, without the way over the port, which costs each byte two more copies through the
    /// kernel. Throws <see cref="EgressRefusedException"/> where the port would answer with a refusal.
    /// </summary>
    /// <param name="credential">The source's; refused once it was revoked.</param>
    /// <param name="host">As asked for.</param>
    /// <param name="port">As asked for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    internal async Task<Stream> TunnelAsync(EgressCredential credential, string host, int port, CancellationToken cancellationToken)
    {
        if (_stop.IsCancellationRequested || Find(credential.Header) is not { } known)
        {
            Record(new EgressDecision(_options.Time.GetUtcNow(), null, host, port, null, "credential"));
            throw new EgressRefusedException("credential");
        }

        var dialled = await _dialer.DialAsync(known, host, port, tunnel: true, cancellationToken);
        Record(dialled.Decision);
        if (dialled.Stream is not { } stream) throw new EgressRefusedException(dialled.Decision.Refusal!);
        return dialled.Early.IsEmpty ? stream : new EarlyBytesStream(dialled.Early, stream);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    internal void Record(EgressDecision decision)
    {
        if (decision is { Refusal: not null, SourceId: { } sourceId })
        {
            if (_refusals.Count > RememberedRefusals) _refusals.Clear();
            _refusals[(sourceId, decision.Host.ToLowerInvariant())] = decision;
        }

        if (decision is { Refusal: null, SourceId: { } reacher, Address: { } address })
        {
            if (_reached.Count > RememberedRefusals) _reached.Clear();
            _reached[(reacher, decision.Host.Trim('[', ']').ToLowerInvariant())] = address;
        }

        _options.Log?.Invoke(decision);
    }

    internal EgressCredential? Find(string? header) => header is null ? null : _credentials.GetValueOrDefault(header);

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // One client that hung up while being accepted is no reason to stop serving the others.
                continue;
            }

            client.NoDelay = true;
            var connection = new EgressConnection(this, _dialer, _options, client).ServeAsync(_stop.Token);
            _connections.TryAdd(connection, 0);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
