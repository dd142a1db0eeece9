using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>A connection made, or the reason why not.</summary>
internal sealed record Dialled(Stream? Stream, EgressDecision Decision, ReadOnlyMemory<byte> Early = default)
{
    /// <summary>True when the stream ends at the upstream proxy and takes absolute-form requests.</summary>
    public bool IsUpstream { get; init; }
}

/// <summary>
/// Decides where a request may go and connects there. The address checked is the address connected to: a name is resolved once,
/// here, so that an answer that changes between check and use (DNS re-binding) gains nothing.
/// </summary>
internal sealed class EgressDialer(EgressOptions options)
{
    private readonly (WildcardPattern Pattern, IPEndPoint Target)[] _connectTo =
        [.. options.ConnectTo.Select(pair => (WildcardPattern.Parse(pair.Key.ToLowerInvariant() + "$"), pair.Value))];

    /// <summary>Connects for a source.</summary>
    /// <param name="credential">The source.</param>
    /// <param name="host">Host as asked.</param>
    /// <param name="port">Port as asked.</param>
    /// <param name="tunnel">True when bytes are to flow through unseen; false for one plain HTTP request.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Dialled> DialAsync(EgressCredential credential, string host, int port, bool tunnel, CancellationToken cancellationToken)
    {
        Dialled Refuse(string reason, IPAddress? address = null) =>
            new(null, new EgressDecision(options.Time.GetUtcNow(), credential.SourceId, host, port, address, reason));

        var name = host.Trim('[', ']').ToLowerInvariant().TrimEnd('.');
        if (credential.AllowPrivateNetwork)
        {
            foreach (var (pattern, target) in _connectTo)
                if (pattern.IsMatch(name)) return await ConnectAsync(credential, host, port, [target.Address], target.Port, cancellationToken);
        }
        else if (port is not (80 or 443) && port is < 1024 or > 65535)
        {
            return Refuse("port");
        }

        IPAddress[] addresses;
        if (AddressPolicy.TryReadLiteral(host, out var literal, out var odd))
        {
            if (literal is null || (odd && !credential.AllowPrivateNetwork)) return Refuse("odd-address", literal);
            addresses = [literal];
        }
        else
        {
            var resolved = await ResolveAsync(name, cancellationToken);
            // Behind a government proxy names of the world often do not resolve: the upstream then does it.
            if (resolved is not { Length: > 0 } && options.UpstreamProxy is not null) return await ThroughUpstreamAsync(credential, host, port, tunnel, cancellationToken);
            if (resolved is not { Length: > 0 }) return Refuse("dns");
            addresses = resolved;
        }

        // One forbidden address among several is re-binding with a fallback: none is used.
        foreach (var address in addresses)
        {
            if (AddressPolicy.RefusalOf(address) is not { } reason) continue;
            if (!credential.AllowPrivateNetwork) return Refuse("address:" + reason, address);
            return await ConnectAsync(credential, host, port, addresses, port, cancellationToken);
        }

        return options.UpstreamProxy is not null
            ? await ThroughUpstreamAsync(credential, host, port, tunnel, cancellationToken)
            : await ConnectAsync(credential, host, port, addresses, port, cancellationToken);
    }

    private async Task<IPAddress[]?> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = Limit(cancellationToken);
            return await options.Resolve(name, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<Dialled> ConnectAsync(EgressCredential credential, string host, int port, IPAddress[] addresses, int targetPort, CancellationToken cancellationToken)
    {
        foreach (var address in addresses)
        {
            try
            {
                using var limit = Limit(cancellationToken);
                return new Dialled(await options.Connect(new IPEndPoint(address, targetPort), limit.Token), new EgressDecision(options.Time.GetUtcNow(), credential.SourceId, host, port, address, null));
            }
            catch (Exception fault) when (fault is SocketException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next address may answer.
            }
        }

        return new Dialled(null, new EgressDecision(options.Time.GetUtcNow(), credential.SourceId, host, port, addresses[0], "connect"));
    }

    private async Task<Dialled> ThroughUpstreamAsync(EgressCredential credential, string host, int port, bool tunnel, CancellationToken cancellationToken)
    {
        var upstream = options.UpstreamProxy!;
        var addresses = await ResolveAsync(upstream.IdnHost, cancellationToken) ?? [];
        var refused = new Dialled(null, new EgressDecision(options.Time.GetUtcNow(), credential.SourceId, host, port, null, "upstream"));
        if (addresses.Length == 0) return refused;
        var dialled = await ConnectAsync(credential, host, port, addresses, upstream.Port, cancellationToken);
        if (dialled.Stream is not { } stream) return refused;
        if (!tunnel) return dialled with { IsUpstream = true };
        try
        {
            using var limit = Limit(cancellationToken);
            var authority = $"{host}:{port}";
            var authorization = UpstreamAuthorization is { } value ? $"Proxy-Authorization: {value}\r\n" : "";
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{authorization}\r\n"), limit.Token);
            var reader = new HttpHeadReader(stream);
            var answer = await reader.ReadAsync(limit.Token);
            if (answer is not null && answer.StartLine.Split(' ') is [_, ['2', _, _], ..]) return dialled with { IsUpstream = true, Early = reader.Rest.ToArray() };
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Falls through to the refusal: the upstream did not speak HTTP, or not in time.
        }

        await stream.DisposeAsync();
        return refused;
    }

    /// <summary>What the upstream proxy asks for, or null.</summary>
    public string? UpstreamAuthorization =>
        options.UpstreamProxy is { UserInfo.Length: > 0 } upstream ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(upstream.UserInfo))) : null;

    private CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        return limit;
    }
}
