using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>A request as the test server saw it.</summary>
internal sealed record ServedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Host);

/// <summary>A small HTTP/1.1 server on a loopback port: one request a connection, the answer written by the test.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<ServedRequest, Stream, CancellationToken, Task> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    public LoopbackServer(Func<ServedRequest, Stream, CancellationToken, Task> answer, IPAddress? address = null)
    {
        _answer = answer;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start(256);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    public ConcurrentQueue<ServedRequest> Requests { get; } = new();

    /// <summary>TCP connections accepted, whether or not a request came.</summary>
    public int Connections => _connections;

    /// <summary>A server of fixed pages: path to HTML; robots.txt absent unless given.</summary>
    public static LoopbackServer Of(IReadOnlyDictionary<string, string> pages) => new((request, stream, cancellationToken) =>
        pages.TryGetValue(request.Path, out var body)
            ? RespondAsync(stream, 200, body, cancellationToken)
            : RespondAsync(stream, 404, "<h1>404</h1>", cancellationToken));

    public static Task RespondAsync(Stream stream, int status, string body, CancellationToken cancellationToken, params string[] headers) =>
        RespondAsync(stream, status, Encoding.UTF8.GetBytes(body), cancellationToken, headers);

    public static async Task RespondAsync(Stream stream, int status, byte[] body, CancellationToken cancellationToken, params string[] headers)
    {
        var type = headers.Any(header => header.StartsWith("Content-Type", StringComparison.OrdinalIgnoreCase)) ? "" : "Content-Type: text/html; charset=utf-8\r\n";
        var extra = string.Concat(headers.Select(header => header + "\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\n{type}Content-Length: {body.Length}\r\n{extra}\r\n"), cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var reader = new HttpHeadReader(stream);
                if (await reader.ReadAsync(_stop.Token) is not { } head) return;
                var parts = head.StartLine.Split(' ');
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (var line in head.Lines)
                {
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    headers[line[..colon]] = line[(colon + 1)..].Trim();
                }

                var request = new ServedRequest(parts[0], parts[1], headers, headers.GetValueOrDefault("Host", ""));
                Requests.Enqueue(request);
                await _answer(request, stream, _stop.Token);
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or InvalidDataException)
            {
                // The client left, or the test is over.
            }
        }
    }
}
