using System.Net;
using System.Net.Sockets;

namespace Ecom389.Monitor.Crawling;

/// <summary>What the egress proxy did with one request to connect.</summary>
/// <param name="At">UTC.</param>
/// <param name="SourceId">Whose credential was presented, or null when none or a wrong one was.</param>
/// <param name="Host">The host asked for, as asked.</param>
/// <param name="Port">The port asked for.</param>
/// <param name="Address">The address connected to, or null.</param>
/// <param name="Refusal">Null when connected; else <c>credential</c>, <c>syntax</c>, <c>port</c>, <c>odd-address</c>, <c>dns</c>, <c>address:</c> with the kind (<c>loopback</c>, <c>private</c>, <c>link-local</c>, <c>metadata</c> …), <c>connect</c>, <c>upstream</c>.</param>
public sealed record EgressDecision(DateTimeOffset At, string? SourceId, string Host, int Port, IPAddress? Address, string? Refusal)
{
    /// <summary>True when the refusal is one of policy, so that asking again is no use.</summary>
    public bool IsPolicy => Refusal is not null && Refusal is not ("dns" or "connect" or "upstream");
}

/// <summary>Settings of the egress proxy.</summary>
public sealed record EgressOptions
{
    /// <summary>A government's own proxy, <c>http://user:password@host:port</c>, through which everything is chained; null for none.</summary>
    public Uri? UpstreamProxy { get; init; }

    /// <summary>Host pattern (<c>*</c> for any run of characters) to the address dialled instead, first match; heeded only for sources that allow private addresses.</summary>
    public IReadOnlyList<KeyValuePair<string, IPEndPoint>> ConnectTo { get; init; } = [];

    /// <summary>Called for each decision, from any thread; must not throw.</summary>
    public Action<EgressDecision>? Log { get; init; }

    /// <summary>How names become addresses; the system's resolver unless a test says otherwise.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>For one connection to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A tunnel through which nothing has passed for so long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(3);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Opens a connection to an address that was checked; tests put their own servers behind public addresses with it.</summary>
    internal Func<IPEndPoint, CancellationToken, Task<Stream>> Connect { get; init; } = ConnectAsync;

    private static async Task<Stream> ConnectAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What one source presents to the proxy.</summary>
/// <param name="SourceId">Whose it is.</param>
/// <param name="Token">Random, made for this run and never written down.</param>
/// <param name="AllowPrivateNetwork">Loopback and private addresses permitted, for sample shops and tests.</param>
public sealed record EgressCredential(string SourceId, string Token, bool AllowPrivateNetwork)
{
    /// <summary>The value of <c>Proxy-Authorization</c>.</summary>
    public string Header => "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{SourceId}:{Token}"));

    public override string ToString() => $"EgressCredential {{ SourceId = {SourceId} }}";
}
