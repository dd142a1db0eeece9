using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// One client connection: one plain request or one tunnel, then it closes. Requests are never framed again, so nothing can be
/// smuggled past: what follows the head goes to the one server dialled for it.
/// </summary>
internal sealed class EgressConnection(EgressProxy proxy, EgressDialer dialer, EgressOptions options, Socket client)
{
    private const int CopyBuffer = 32 * 1024;

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Upgrade", EgressProxy.RefusalHeader,
    };

    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("@/\\?# \t\"<>");

    public async Task ServeAsync(CancellationToken stop)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        life.CancelAfter(options.IdleTimeout);
        try
        {
            var reader = new HttpHeadReader(stream);
            if (await reader.ReadAsync(life.Token) is { } head) await AnswerAsync(stream, reader, head, life);
        }
        catch (InvalidDataException)
        {
            await TryRespondAsync(stream, 400, "syntax", life.Token);
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side hung up, or the proxy stops: there is nobody left to tell.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, HttpHeadReader reader, HttpHead head, CancellationTokenSource life)
    {
        if (head.StartLine.Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
        {
            await TryRespondAsync(stream, 400, "syntax", life.Token);
            return;
        }

        var isTunnel = string.Equals(method, "CONNECT", StringComparison.Ordinal);
        if (!TryReadTarget(target, isTunnel, out var host, out var port, out var path))
        {
            await TryRespondAsync(stream, 400, "syntax", life.Token);
            return;
        }

        if (proxy.Find(head.Header("Proxy-Authorization")) is not { } credential)
        {
            proxy.Record(new EgressDecision(options.Time.GetUtcNow(), null, host, port, null, "credential"));
            await TryRespondAsync(stream, 407, "credential", life.Token);
            return;
        }

        var dialled = await dialer.DialAsync(credential, host, port, isTunnel, life.Token);
        proxy.Record(dialled.Decision);
        if (dialled.Stream is not { } server)
        {
            await TryRespondAsync(stream, dialled.Decision.IsPolicy ? 403 : 502, dialled.Decision.Refusal!, life.Token);
            return;
        }

        await using (server)
        {
            if (isTunnel)
            {
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), life.Token);
                if (!dialled.Early.IsEmpty) await stream.WriteAsync(dialled.Early, life.Token);
                await server.WriteAsync(reader.Rest, life.Token);
                await RelayAsync(stream, server, life);
                return;
            }

            var dropped = Dropped(head);
            var authority = port == 80 ? host : $"{host}:{port.ToString(CultureInfo.InvariantCulture)}";
            var startLine = dialled.IsUpstream ? $"{method} http://{authority}{path} HTTP/1.1" : $"{method} {path} HTTP/1.1";
            var authorization = dialled.IsUpstream && dialer.UpstreamAuthorization is { } value ? [$"Proxy-Authorization: {value}"] : Array.Empty<string>();
            await server.WriteAsync(head.Rewrite(startLine, name => !dropped.Contains(name) && !name.Equals("Host", StringComparison.OrdinalIgnoreCase), [$"Host: {authority}", "Connection: close", .. authorization]), life.Token);
            await server.WriteAsync(reader.Rest, life.Token);
            await Task.WhenAny(CopyAsync(stream, server, life), ReturnAsync(server, stream, life));
            await life.CancelAsync();
        }
    }

    /// <summary>Passes the answer's head with the connection headers made ours, then the body as it comes.</summary>
    private async Task ReturnAsync(Stream server, NetworkStream stream, CancellationTokenSource life)
    {
        var reader = new HttpHeadReader(server);
        while (true)
        {
            HttpHead? head;
            try
            {
                head = await reader.ReadAsync(life.Token);
            }
            catch (InvalidDataException)
            {
                head = null;
            }

            if (head is null || head.StartLine.Split(' ', 3) is not [['H', 'T', 'T', 'P', '/', ..], var status, ..])
            {
                await TryRespondAsync(stream, 502, "connect", life.Token);
                return;
            }

            if (status is "101")
            {
                // Nothing is upgraded outside a tunnel.
                await TryRespondAsync(stream, 502, "syntax", life.Token);
                return;
            }

            var dropped = Dropped(head);
            var isFinal = status is not ['1', ..];
            await stream.WriteAsync(head.Rewrite(head.StartLine, name => !dropped.Contains(name), isFinal ? ["Connection: close"] : []), life.Token);
            if (isFinal) break;
        }

        await stream.WriteAsync(reader.Rest, life.Token);
        await CopyAsync(server, stream, life);
    }

    private async Task RelayAsync(NetworkStream stream, Stream server, CancellationTokenSource life)
    {
        var up = CopyAsync(stream, server, life);
        var down = CopyAsync(server, stream, life);
        await Task.WhenAny(up, down);
        await life.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CopyAsync(Stream from, Stream to, CancellationTokenSource life)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            while (await from.ReadAsync(buffer, life.Token) is var read and > 0)
            {
                life.CancelAfter(options.IdleTimeout);
                await to.WriteAsync(buffer.AsMemory(0, read), life.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static HashSet<string> Dropped(HttpHead head)
    {
        var named = head.Header("Connection");
        if (named is null) return HopByHop;
        return new HashSet<string>(HopByHop.Concat(named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
    }

    private static bool TryReadTarget(string target, bool isTunnel, out string host, out int port, out string path)
    {
        (host, port, path) = ("", 0, "/");
        var authority = target;
        if (!isTunnel)
        {
            if (!target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) return false;
            var rest = target.AsSpan(7);
            var end = rest.IndexOfAny('/', '?', '#');
            authority = (end < 0 ? rest : rest[..end]).ToString();
            if (end >= 0) path = rest[end] == '/' ? rest[end..].ToString() : "/" + rest[end..].ToString();
        }

        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && authority.AsSpan(colon).IndexOf(']') < 0;
        if (isTunnel && !hasPort) return false;
        port = 80;
        if (hasPort && !int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)) return false;
        host = hasPort ? authority[..colon] : authority;
        return host.Length is > 0 and <= 255 && port is > 0 and <= 65535 && !host.AsSpan().ContainsAny(NotInHosts);
    }

    private static async Task TryRespondAsync(NetworkStream stream, int status, string code, CancellationToken cancellationToken)
    {
        var reason = status switch { 400 => "Bad Request", 403 => "Forbidden", 407 => "Proxy Authentication Required", _ => "Bad Gateway" };
        var challenge = status == 407 ? "Proxy-Authenticate: Basic realm=\"ecom389\"\r\n" : "";
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 {status} {reason}\r\n{EgressProxy.RefusalHeader}: {code}\r\n{challenge}Content-Length: 0\r\nConnection: close\r\n\r\n"), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The client left before its answer.
        }
    }
}
