using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Pipeline.Canaries;

/// <summary>
/// Answers GET for a few pages on a loopback port that the system chooses: as much of HTTP/1.1 (RFC 9112) as a crawler asks for four pages, a connection an
/// answer. A whole web server would cost every scan more to start than the rest of its canaries.
/// </summary>
internal sealed class CanaryServer : IAsyncDisposable
{
    /// <summary>Longest head of a request; what is longer is hung up on.</summary>
    private const int LongestHead = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FrozenDictionary<string, string> _pages;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="pages">HTML by path; every other path is answered with 404.</param>
    public CanaryServer(IReadOnlyDictionary<string, string> pages)
    {
        _pages = pages.ToFrozenDictionary(StringComparer.Ordinal);
        _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Hangs up on everybody.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var answers = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                answers.RemoveAll(static answer => answer.IsCompleted);
                answers.Add(AnswerAsync(connection));
            }
            catch (SocketException hungUp) when (hungUp.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // Who hung up before being answered is no reason to stop listening.
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Nobody is listened to any more; a canary that was not fetched is told of in the report.
                break;
            }
        }

        await Task.WhenAll(answers);
    }

    private async Task AnswerAsync(Socket connection)
    {
        using var owned = connection;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Patience);
        try
        {
            if (await ReadPathAsync(connection, limit.Token) is not { } path) return;
            var found = _pages.TryGetValue(path, out var html);
            var body = html ?? "";
            var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n");
            await using var stream = new NetworkStream(connection);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body), limit.Token);
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (Exception hungUp) when (hungUp is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Who hangs up asks again or reports the page as not fetched.
        }
    }

    /// <summary>The path that is asked for, without a query; null where it is no GET of a path.</summary>
    private static async Task<string?> ReadPathAsync(Socket connection, CancellationToken cancellationToken)
    {
        var head = new byte[LongestHead];
        for (var length = 0; length < head.Length;)
        {
            var read = await connection.ReceiveAsync(head.AsMemory(length), cancellationToken);
            if (read == 0) return null;
            length += read;
            if (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0) break;
        }

        var line = Encoding.ASCII.GetString(head.AsSpan(0, Math.Max(0, head.AsSpan().IndexOf("\r\n"u8)))).Split(' ');
        return line is ["GET", ['/', ..] target, "HTTP/1.1"] ? Uri.UnescapeDataString(target.Split('?')[0]) : null;
    }
}
